using System.Text.Json.Serialization;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>How one thing that <c>doctor</c> looks at stands.</summary>
public enum CheckLevel
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>The main job runs, something beside it does not.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn,

    /// <summary>The main job does not run.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,
}
