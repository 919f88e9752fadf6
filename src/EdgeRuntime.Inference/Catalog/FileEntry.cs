namespace EdgeRuntime.Inference.Catalog;

/// <summary>One file of the models folder as the manifest promises it.</summary>
public record FileEntry
{
    /// <summary>Name by which the program asks for it.</summary>
    public required string Id { get; init; }

    /// <summary>File name inside the models folder, without any folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SPDX name of the licence.</summary>
    public required string Licence { get; init; }

    /// <summary>Who made it, from what.</summary>
    public required string Origin { get; init; }
}
