namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What the tools ask of the wearer's phone, and what has come in on it.</summary>
public interface IPhoneLink
{
    /// <summary>True when no real phone stands behind it.</summary>
    bool IsSimulated { get; }

    /// <summary>Asks the phone to do something; a success means that the phone has taken the request.</summary>
    ValueTask<Outcome<PhoneRequest>> SendAsync(PhoneRequest request, CancellationToken cancellationToken);

    /// <summary>Messages that were not read yet, oldest first; they count as read from then on.</summary>
    ValueTask<Outcome<IReadOnlyList<PhoneMessage>>> TakeMessagesAsync(CancellationToken cancellationToken);
}
