namespace EdgeRuntime.Gateway.Secrecy;

/// <summary>Marks an option whose value is shown nowhere: in no sentence, no log and no document.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
