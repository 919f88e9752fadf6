namespace EdgeRuntime.Assistant.Contexts.Graphs;

/// <summary>What an arc of a <see cref="WordGraph"/> does to the interpretation beside consuming a word.</summary>
public enum GraphActionKind
{
    /// <summary>The words from here on are those of a slot.</summary>
    SlotBegin,

    /// <summary>The slot that began last ends.</summary>
    SlotEnd,

    /// <summary>A sentence is complete.</summary>
    IntentEnd,
}
