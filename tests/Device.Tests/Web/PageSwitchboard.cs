using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Web;

namespace Device.Tests.Web;

/// <summary>Glasses behind a page: shows what it is given, counts taps.</summary>
internal sealed class PageSwitchboard : IPageController, IDisposable
{
    public SemaphoreSlim Taps { get; } = new(0);

    public PageState State { get; set; } = PageState.Of(new SimulatedHardware().Current, new GlassesState(), [], TimeZoneInfo.Utc);

    public PagePairing? Pairing => null;

    public void Tap() => Taps.Release();

    public void Press()
    {
    }

    public void Hold(bool isDown)
    {
    }

    public void Compare(bool isSame)
    {
    }

    public void LoseMicrophone(Failure why)
    {
    }

    public void Dispose() => Taps.Dispose();
}
