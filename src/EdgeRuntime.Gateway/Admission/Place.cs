namespace EdgeRuntime.Gateway.Admission;

/// <summary>A turn that runs. Giving it back twice is the same as once.</summary>
internal sealed class Place(Admission admission, TenantLoad tenant, int tokens, long second, long began) : IAdmissionPlace
{
    private int _left;

    public TenantLoad Tenant { get; } = tenant;

    /// <summary>Tokens that are counted for it.</summary>
    public int Tokens { get; set; } = tokens;

    /// <summary>The slot of the minute in which they are counted.</summary>
    public long Second { get; set; } = second;

    /// <summary>Time stamp of its beginning.</summary>
    public long Began { get; } = began;

    public void Used(int tokens) => admission.Correct(this, tokens);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            admission.Leave(this);
        }
    }
}
