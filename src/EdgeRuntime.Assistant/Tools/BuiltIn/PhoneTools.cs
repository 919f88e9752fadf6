using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Calls, messages and the phone itself.</summary>
internal static class PhoneTools
{
    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec(
                "Call", "place calls", Permission.Calls, new ArgumentSpec("contact", SlotKind.List) { Question = "Who should I call?" }),
            (call, stop) =>
                SendAsync(ports, new PhoneRequest(PhoneAction.Call, call.Text("contact")), $"Calling {call.Text("contact")}", stop)),
        Simple(ports, "AnswerCall", "answer calls", PhoneAction.Answer, "Call answered"),
        Simple(ports, "RejectCall", "decline calls", PhoneAction.Decline, "Call declined"),
        Simple(ports, "HangUp", "end calls", PhoneAction.HangUp, "Call ended"),
        new Tool(
            new ToolSpec(
                "SendMessage", "send messages", Permission.Messages,
                new ArgumentSpec("contact", SlotKind.List) { Question = "Who should I write to?" },
                ArgumentSpec.OptionalWords("message"))
            {
                Dictated = "message",
            },
            (call, stop) => SendAsync(
                ports, new PhoneRequest(PhoneAction.Message, call.Text("contact"), call.Text("message")),
                $"Message sent to {call.Text("contact")}", stop)),
        new Tool(
            new ToolSpec("ReadMessages", "read your messages", Permission.Messages),
            (_, stop) => ports.Phone.TakeMessagesAsync(stop)
                .AnswerAsync(ports.Phone.IsSimulated, messages => Inbox(messages, ports.Phone.IsSimulated))),
        new Tool(
            new ToolSpec("FindPhone", "make your phone ring", Permission.Phone),
            (_, stop) => ports.Phone.SendAsync(new PhoneRequest(PhoneAction.Ring), stop).AnswerAsync(
                ports.Phone.IsSimulated, _ => ports.Phone.IsSimulated ? "The simulated phone is ringing." : "Your phone is ringing.")),
    ];

    private static Tool Simple(GlassesPorts ports, string name, string summary, PhoneAction action, string done) =>
        new(new ToolSpec(name, summary, Permission.Calls), (_, stop) => SendAsync(ports, new PhoneRequest(action), done, stop));

    private static ValueTask<Outcome<ToolResult>> SendAsync(
        GlassesPorts ports, PhoneRequest request, string done, CancellationToken stop) =>
        ports.Phone.SendAsync(request, stop)
            .AnswerAsync(ports.Phone.IsSimulated, _ => ports.Phone.IsSimulated ? $"{done}, on the simulated phone." : $"{done}.");

    private static string Inbox(IReadOnlyList<PhoneMessage> messages, bool simulated) => messages.Count == 0
        ? $"You have no new messages{(simulated ? " on the simulated phone" : string.Empty)}."
        : $"You have {AnswerText.Count(messages.Count, "new message")}. "
        + $"{string.Join(' ', messages.Select(message => $"{message.From}: {message.Text.TrimEnd('.')}."))}";
}
