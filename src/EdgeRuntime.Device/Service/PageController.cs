using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Web;

namespace EdgeRuntime.Device.Service;

/// <summary>What the page /glasses shows of a run, and the wearer's word on a phone.</summary>
/// <param name="page">Its sensors.</param>
/// <param name="state">State of the glasses.</param>
/// <param name="desk">The pairing window.</param>
/// <param name="wakePhrases">What is listened for.</param>
/// <param name="companion">Link that the pairing window shows.</param>
/// <param name="time">Time zone of what rings.</param>
internal sealed class PageController(
    GlassesPage page,
    IGlassesState state,
    PairingDesk desk,
    IReadOnlyList<string> wakePhrases,
    Func<string> companion,
    TimeProvider time) : IPageController
{
    /// <inheritdoc/>
    public PageState State => PageState.From(page.Hardware.Current, state.Current, wakePhrases, time.LocalTimeZone);

    /// <inheritdoc/>
    public PagePairing? Pairing => PagePairing.From(desk.View, companion());

    /// <inheritdoc/>
    public void Compare(bool isSame) => desk.Answer(isSame);
}
