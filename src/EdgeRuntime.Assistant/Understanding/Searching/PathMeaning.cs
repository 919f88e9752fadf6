using EdgeRuntime.Assistant.Understanding.Compiling;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>What a path through the phone graph means so far, as hashes.</summary>
internal struct PathMeaning
{
    /// <summary>Hash of the intent and of the slots that are closed: the sum of a hash of each.</summary>
    public ulong Meaning;

    /// <summary>Hash of the words in the open slot.</summary>
    public ulong Slot;

    /// <summary>Open slots whose words say their value.</summary>
    public int OpenSlots;

    /// <summary>Whether two paths mean the same so far.</summary>
    public readonly bool Is(in PathMeaning other) => Meaning == other.Meaning && Slot == other.Slot;

    /// <summary>Takes one operation in.</summary>
    /// <returns>What <see cref="Meaning"/> has gained: the hash of the intent or of the slot that this closes; 0 for none.</returns>
    public ulong Apply(in MeaningOp op)
    {
        var before = Meaning;
        switch (op.Kind)
        {
            case MeaningOpKind.Add:
                Meaning += op.Value;
                break;
            case MeaningOpKind.Word:
                Slot = OpenSlots > 0 ? MeaningHashes.Roll(Slot, op.Value) : 0;
                break;
            case MeaningOpKind.Open:
                Slot = OpenSlots++ == 0 ? op.Value : Slot;
                break;
            case MeaningOpKind.Close:
                Meaning += MeaningHashes.Mix(Slot ^ op.Value);
                CloseSlot();
                break;
            case MeaningOpKind.CloseFixed:
                Meaning += op.Value;
                CloseSlot();
                break;
        }

        return Meaning - before;
    }

    private void CloseSlot() => Slot = --OpenSlots == 0 ? 0 : Slot;
}
