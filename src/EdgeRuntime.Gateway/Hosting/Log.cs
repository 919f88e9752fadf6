namespace EdgeRuntime.Gateway.Hosting;

/// <summary>What the host says to the operator.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "{Sentence}")]
    public static partial void NotRead(ILogger log, string sentence);

    [LoggerMessage(
        5002, LogLevel.Warning,
        "There is no model {Model} any more, which is the default of {Tenants}: their questions that name no model are refused until "
        + "edge-gateway tenants set TENANT --default-model names another")]
    public static partial void DefaultModelMissing(ILogger log, string model, string tenants);

    [LoggerMessage(5004, LogLevel.Error, "Whether tenants and keys name models that are configured could not be looked up")]
    public static partial void ModelsNotCompared(ILogger log, Exception broken);

    [LoggerMessage(5003, LogLevel.Warning, "There is none of the models any more that {Keys} may use: their questions are refused")]
    public static partial void KeysWithoutAModel(ILogger log, string keys);
}
