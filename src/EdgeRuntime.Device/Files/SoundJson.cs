using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace EdgeRuntime.Device.Files;

/// <summary>Puts something that no reader takes for a text in the place of each text in JSON that is none, with half a character in it or
/// bytes that are no UTF-8, so that each can be found and left out by itself. For damaged documents: it reads every text.</summary>
internal static class SoundJson
{
    /// <summary>In the place of a text in a document: whatever is wanted there, this is not it.</summary>
    public static ReadOnlySpan<byte> Misfit => "[[]]"u8;

    /// <summary>The document with all texts whole. Throws <see cref="JsonException"/> where it is no JSON.</summary>
    /// <param name="instead">What takes the place of a value that is no text.</param>
    /// <param name="names">Names of properties that were no text; each has got one that nobody knows.</param>
    public static byte[] Repair(ReadOnlySpan<byte> json, ReadOnlySpan<byte> instead, out int names)
    {
        names = 0;
        var sound = new ArrayBufferWriter<byte>(json.Length + 1);
        var reader = new Utf8JsonReader(json);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || IsText(ref reader)) continue;
            var start = (int)reader.TokenStartIndex;
            sound.Write(json[copied..start]);
            sound.Write(reader.TokenType == JsonTokenType.String ? instead : Unknown(++names));
            copied = start + reader.ValueSpan.Length + 2; // both quotes
        }

        sound.Write(json[copied..]);
        return sound.WrittenSpan.ToArray();
    }

    private static byte[] Unknown(int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"?{number}\""));

    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Utf8.IsValid(reader.ValueSpan);
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // the reader has no other way to say so
        }
    }
}
