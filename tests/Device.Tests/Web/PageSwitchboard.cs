using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Web;

namespace Device.Tests.Web;

/// <summary>Glasses behind a page: shows what it is given.</summary>
internal sealed class PageSwitchboard : IPageController
{
    public PageState State { get; set; } = PageState.From(new SimulatedHardware().Current, new GlassesState(), [], TimeZoneInfo.Utc);

    public PagePairing? Pairing => null;

    public void Compare(bool isSame)
    {
    }
}
