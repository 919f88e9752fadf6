using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Web;

/// <summary>What the page /glasses is to the glasses behind it: what its buttons do, and what it shows besides its own doings.
/// Called by the page's thread.</summary>
internal interface IPageController
{
    /// <summary>How the glasses stand.</summary>
    PageState State { get; }

    /// <summary>The pairing window as it stands; null where there is none.</summary>
    PagePairing? Pairing { get; }

    /// <summary>The wearer taps the glasses.</summary>
    void Tap();

    /// <summary>The wearer presses the glasses for long.</summary>
    void Press();

    /// <summary>The wearer holds the button down (true), or it is up again, or the page is gone.</summary>
    void Hold(bool isDown);

    /// <summary>The wearer says whether the phone's digits are the same.</summary>
    void Compare(bool isSame);

    /// <summary>The page's microphone gives no more sound by itself.</summary>
    void LoseMicrophone(Failure why);
}
