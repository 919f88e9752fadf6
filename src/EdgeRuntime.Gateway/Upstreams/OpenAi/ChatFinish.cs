namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>How an answer ended, by its server's word; what stands further down takes precedence when a server says several.</summary>
internal enum ChatFinish
{
    /// <summary>The server has not said; whatever the stream does, the answer is not whole.</summary>
    None,

    /// <summary>The answer is whole.</summary>
    Whole,

    /// <summary>It is whole and ends in tool calls.</summary>
    ToolCalls,

    /// <summary>It became too long.</summary>
    Length,

    /// <summary>The server's own filter ended it.</summary>
    Filtered,

    /// <summary>The server failed.</summary>
    Error,

    /// <summary>A word that is in no table: it may mean anything.</summary>
    Unknown,
}
