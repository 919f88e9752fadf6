namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Something that came from the broker: a message, or that a phone has left.</summary>
/// <param name="Topic">Topic of the message; of what a phone that left would write to.</param>
/// <param name="Payload">The message; null where the phone has left.</param>
public readonly record struct PhoneArrival(string Topic, byte[]? Payload);
