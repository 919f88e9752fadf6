namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What is logged of tenants: names, never a key.</summary>
internal static partial class Log
{
    [LoggerMessage(
        4601, LogLevel.Warning,
        "There is no model {Model} any more, which is the default of {Tenants}: their questions that name no model are refused until "
        + "edge-gateway tenants set TENANT --default-model names another")]
    public static partial void DefaultModelMissing(ILogger log, string model, string tenants);

    [LoggerMessage(4603, LogLevel.Error, "Whether tenants and keys name models that are configured could not be looked up")]
    public static partial void ModelsNotCompared(ILogger log, Exception broken);

    [LoggerMessage(4602, LogLevel.Warning, "There is none of the models any more that {Keys} may use: their questions are refused")]
    public static partial void KeysWithoutAModel(ILogger log, string keys);
}
