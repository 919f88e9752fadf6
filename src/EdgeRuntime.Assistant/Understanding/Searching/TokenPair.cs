namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The two best paths of different meaning that end in one state.</summary>
internal struct TokenPair
{
    /// <summary>CTC state they end in.</summary>
    public int State;

    /// <summary>The better one.</summary>
    public Token First;

    /// <summary>The other one; empty when all paths mean the same.</summary>
    public Token Second;

    /// <summary>Takes a path in if it is among the two best of different meaning.</summary>
    public void Offer(in Token token)
    {
        if (token.Score > First.Score)
        {
            if (!token.Means(First))
                Second = First;
            First = token;
        }
        else if (token.Score > Second.Score && !token.Means(First))
        {
            Second = token;
        }
    }
}
