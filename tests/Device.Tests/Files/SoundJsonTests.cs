using System.Text;
using System.Text.Json;
using CsCheck;
using EdgeRuntime.Device.Files;

namespace Device.Tests.Files;

public sealed class SoundJsonTests
{
    [Theory]
    [InlineData("""{"a":"b","c":["d",1]}""", """{"a":"b","c":["d",1]}""", 0)]
    [InlineData("""["\ud83d\ude00","\ud800","x"]""", """["\ud83d\ude00",[[]],"x"]""", 0)]
    [InlineData("""["\ud800\u0041", "\udc00"]""", "[[[]], [[]]]", 0)]
    [InlineData("""{"\ud800":1,"\udc00":2,"a":"\"\\"}""", """{"?1":1,"?2":2,"a":"\"\\"}""", 2)]
    [InlineData("[\"ÿ\",\"a\"]", "[[[]],\"a\"]", 0)] // the byte 0xff
    public void Of_TextsThatAreNone_AreReplacedAlone(string json, string expected, int expectedNames)
    {
        var sound = SoundJson.Repair(Encoding.Latin1.GetBytes(json), SoundJson.Misfit, out var names);

        Assert.Equal((expected, expectedNames), (Encoding.Latin1.GetString(sound), names));
    }

    [Fact]
    public void Of_AnyText_CanBeReadWholeAfterwards() => Gen.Char.Array[0, 8].Sample(characters =>
    {
        var escaped = string.Concat(characters.Select(character => $"\\u{(int)character:x4}"));

        using var document = JsonDocument.Parse(
            SoundJson.Repair(Encoding.ASCII.GetBytes($$"""{"{{escaped}}":["{{escaped}}"]}"""), "null"u8, out _));

        return document.RootElement.EnumerateObject()
            .Sum(property => property.Name.Length + (property.Value[0].GetString() ?? "").Length) >= 0;
    });
}
