using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Reports;
using QRCoder;

namespace EdgeRuntime.Device.Web;

/// <summary>A pairing window as the page /glasses shows it.</summary>
/// <param name="State"><c>closed</c>, <c>waiting</c>, <c>comparing</c>, <c>paired</c> or <c>failed</c>.</param>
/// <param name="Digits">Six digits to compare; null before there are any.</param>
/// <param name="PhoneName">What the phone calls itself.</param>
/// <param name="Answered">True when the person at the glasses has agreed already.</param>
/// <param name="Failure">Why it failed, or a warning while it goes on.</param>
/// <param name="Address">Where the companion is to be found.</param>
/// <param name="Qr">The same as a QR code (ISO/IEC 18004): a row of 0 and 1 per line, quiet zone included.</param>
internal sealed record PagePairing(
    string State, string? Digits, string? PhoneName, bool Answered, FailureRow? Failure, string? Address, IReadOnlyList<string>? Qr)
{
    public static PagePairing From(PairingView view, string address) => new(
        view.State.ToString().ToLowerInvariant(),
        view.Digits,
        view.PhoneName,
        view.Answered,
        FailureRow.From(view.Failure),
        view.State is PairingState.Waiting ? address : null,
        view.State is PairingState.Waiting ? Code(address) : null);

    // It holds no secret, and is read off a screen: 15 % may be unreadable.
    private static string[] Code(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        return [.. code.ModuleMatrix.Select(row => string.Concat(row.Cast<bool>().Select(dark => dark ? '1' : '0')))];
    }
}
