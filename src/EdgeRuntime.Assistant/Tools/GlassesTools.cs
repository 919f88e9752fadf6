using EdgeRuntime.Assistant.Tools.BuiltIn;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Everything the glasses can do by themselves, one tool for every intent of <c>glasses.yaml</c>, and what they hand on.</summary>
public static class GlassesTools
{
    /// <summary>Intents whose work lies beyond the glasses.</summary>
    private static readonly CloudTask[] Beyond =
    [
        new("ReadThis", "Reading text") { NeedsPicture = true },
        new("ScanThis", "Scanning") { NeedsPicture = true },
        new("DescribeView", "Telling what you are looking at") { NeedsPicture = true },
        new("Translate", "Translating") { NeedsPicture = true },
        new("Navigate", "Finding the way"),
    ];

    /// <summary>Connects the tools with what they act on.</summary>
    public static ToolRegistry Create(GlassesPorts ports) => new(
        [
            .. CameraTools.Create(ports),
            .. LevelTools.Create(ports),
            .. TimerTools.Create(ports),
            .. AlarmTools.Create(ports),
            .. RingTools.Create(ports),
            .. StatusTools.Create(ports),
            .. MediaTools.Create(ports),
            .. PhoneTools.Create(ports),
            .. NoteTools.Create(ports),
            .. ReminderTools.Create(ports),
            .. TalkTools.Create(ports),
            .. ResetTools.Create(ports),
        ],
        Beyond);
}
