namespace EdgeRuntime.Device.Web;

/// <summary>What the page was asked and has not answered yet. Safe for several threads.</summary>
internal sealed class PageReplies
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, TaskCompletionSource<byte[]?>> _open = [];
    private uint _last;

    /// <summary>Opens a question.</summary>
    /// <returns>Its number, and what comes back: bytes, or null for an answer without any and for a page that went away.</returns>
    public (uint Id, Task<byte[]?> Reply) Ask()
    {
        var reply = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _open[++_last] = reply;
            return (_last, reply.Task);
        }
    }

    /// <summary>An answer has come; one that nobody asked for, or that comes too late, is nothing.</summary>
    public void Answer(uint id, byte[]? content)
    {
        TaskCompletionSource<byte[]?>? reply;
        lock (_lock)
        {
            if (!_open.Remove(id, out reply)) return;
        }

        reply.TrySetResult(content);
    }

    /// <summary>Whoever waits is let go: the page has gone.</summary>
    public void LetGo()
    {
        TaskCompletionSource<byte[]?>[] open;
        lock (_lock)
        {
            open = [.. _open.Values];
            _open.Clear();
        }

        foreach (var reply in open) reply.TrySetResult(null);
    }
}
