namespace EdgeRuntime.Gateway.Admission;

/// <summary>A place among the running turns.</summary>
public interface IAdmissionPlace : IDisposable
{
    /// <summary>Corrects the tokens that were taken for granted at the beginning.</summary>
    void Used(int tokens);
}
