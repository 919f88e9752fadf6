using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Device.Web;

namespace EdgeRuntime.Device.Service;

/// <summary>The page /glasses in a conversation: a tap is heard like a wake phrase, a long press opens the pairing window.</summary>
/// <param name="page">Refuses what was not done.</param>
/// <param name="conversation">Attends to a tap.</param>
/// <param name="desk">The pairing window.</param>
/// <param name="hold">The button of the reset.</param>
/// <param name="shown">How the glasses stand.</param>
/// <param name="companion">Link that the pairing window shows.</param>
/// <param name="console">Told of a lost microphone.</param>
internal sealed class PageConversation(
    GlassesPage page,
    ConversationLoop conversation,
    PairingDesk desk,
    Action<bool> hold,
    Func<PageState> shown,
    Func<string> companion,
    CommandConsole console) : IPageController
{
    /// <inheritdoc/>
    public PageState State => shown();

    /// <inheritdoc/>
    public PagePairing? Pairing => PagePairing.Of(desk.View, companion());

    /// <inheritdoc/>
    public void Tap() => conversation.Attend();

    /// <inheritdoc/>
    public void Press()
    {
        if (desk.Open().Failure is { } locked) page.Refuse(locked);
    }

    /// <inheritdoc/>
    public void Hold(bool isDown) => hold(isDown);

    /// <inheritdoc/>
    public void Compare(bool isSame) => desk.Answer(isSame);

    /// <inheritdoc/>
    public void LoseMicrophone(Failure why) => console.Explain(why);
}
