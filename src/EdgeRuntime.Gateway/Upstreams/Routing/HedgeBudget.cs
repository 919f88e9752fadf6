namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Keeps the share of doubled questions under a limit over any longer time. Safe for several threads.</summary>
internal sealed class HedgeBudget(double mostShare)
{
    private const int MostSaved = 100; // a long quiet time does not pay for doubling everything afterwards
    private readonly Lock _lock = new();
    private double _saved;

    /// <summary>Counts a question: it saves up a share of a doubled one.</summary>
    public void Asked()
    {
        lock (_lock)
        {
            _saved = Math.Min(MostSaved, _saved + mostShare);
        }
    }

    /// <summary>Whether this question may be doubled; counts it when it may.</summary>
    public bool TryDouble()
    {
        lock (_lock)
        {
            if (_saved < 1)
            {
                return false;
            }

            _saved--;
            return true;
        }
    }
}
