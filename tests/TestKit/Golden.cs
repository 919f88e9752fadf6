using System.Text.Json;

namespace TestKit;

/// <summary>A folder in which the training code left a sound and what it computed from it: <c>golden.json</c> with the shapes, and arrays
/// of
/// little-endian float32 beside it.</summary>
public sealed class Golden
{
    private readonly string _folder;
    private readonly Dictionary<string, int[]> _shapes;

    private Golden(string folder, string wav, Dictionary<string, int[]> shapes) =>
        (_folder, Wav, _shapes) = (folder, Path.Combine(folder, wav), shapes);

    /// <summary>Full path of the sound.</summary>
    public string Wav { get; }

    /// <summary>Reads the shapes.</summary>
    public static Golden Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        var shapes = json.RootElement.GetProperty("arrays").EnumerateObject()
            .ToDictionary(array => array.Name, array => array.Value.EnumerateArray().Select(size => size.GetInt32()).ToArray());
        return new Golden(folder, json.RootElement.GetProperty("wav").GetString()!, shapes);
    }

    /// <summary>Rows of an array.</summary>
    public int Rows(string name) => _shapes[name][0];

    /// <summary>Reads an array, row after row.</summary>
    /// <param name="name">File name.</param>
    /// <param name="width">Numbers that a row must have.</param>
    /// <exception cref="InvalidDataException">The file does not have the shape that the json gives, or rows of another width.</exception>
    public float[] Array(string name, int width)
    {
        var values = Floats.Read(Path.Combine(_folder, name));
        return _shapes[name] is [var rows, var columns] && columns == width && rows * columns == values.Length
            ? values
            : throw new InvalidDataException(
                $"{name} holds {values.Length} numbers, not [{string.Join(", ", _shapes[name])}] with rows of {width}.");
    }
}
