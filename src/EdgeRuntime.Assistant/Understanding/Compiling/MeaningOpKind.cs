namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>What a step can do to the hash of the meaning of a path.</summary>
internal enum MeaningOpKind : byte
{
    /// <summary>An intent or a slot with a fixed value: its words do not matter, nor the order of slots.</summary>
    Add,

    /// <summary>A slot begins whose words say its value.</summary>
    Open,

    /// <summary>A word; matters only inside an open slot.</summary>
    Word,

    /// <summary>The slot that was open ends, its value said by its words.</summary>
    Close,

    /// <summary>The slot that was open ends with a fixed value.</summary>
    CloseFixed,
}
