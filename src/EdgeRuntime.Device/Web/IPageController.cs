namespace EdgeRuntime.Device.Web;

/// <summary>What stands behind the page /glasses: what it shows besides its own doings, and who is told of the wearer's answer to
/// it. Called by the page's thread.</summary>
internal interface IPageController
{
    /// <summary>How the glasses stand.</summary>
    PageState State { get; }

    /// <summary>The pairing window as it stands; null where there is none.</summary>
    PagePairing? Pairing { get; }

    /// <summary>The wearer says whether the phone's digits are the same.</summary>
    void Compare(bool isSame);
}
