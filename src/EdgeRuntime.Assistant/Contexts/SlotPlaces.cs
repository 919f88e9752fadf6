namespace EdgeRuntime.Assistant.Contexts;

/// <summary>What kind of slot a node of a graph lies in.</summary>
[Flags]
internal enum SlotPlaces : byte
{
    /// <summary>In no slot.</summary>
    None = 0,

    /// <summary>In a slot of any kind.</summary>
    Slot = 1,

    /// <summary>The slot <c>name</c>, filled from a list: what the wearer calls one thing.</summary>
    Name = 2,

    /// <summary>A number that is taken in words only.</summary>
    WordsOnly = 4,
}
