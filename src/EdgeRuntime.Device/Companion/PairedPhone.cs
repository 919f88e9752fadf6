using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.Companion;

namespace EdgeRuntime.Device.Companion;

/// <summary>The wearer's phone where one is paired, and another in its place while none is. A message is on the disk when it counts as
/// taken; calls need the phone to be there.</summary>
/// <param name="companion">Speaks to phones.</param>
/// <param name="unpaired">Stands in while no phone is paired.</param>
/// <param name="state">Where messages that came in wait.</param>
internal sealed class PairedPhone(PhoneCompanion companion, IPhoneLink unpaired, IGlassesState state) : IPhoneLink
{
    private PhoneCompanion? Paired => companion.HasBonds ? companion : null;

    /// <inheritdoc/>
    public bool IsSimulated => Paired is null && unpaired.IsSimulated;

    /// <inheritdoc/>
    public async ValueTask<Outcome<PhoneRequest>> SendAsync(PhoneRequest request, CancellationToken cancellationToken)
    {
        if (Paired is not { } phone) return await unpaired.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var failure = request.Action == PhoneAction.Message
            ? (await phone.PutAsync(KeptKinds.Message, Body(request), cancellationToken).ConfigureAwait(false)).Failure
            : (await phone.CallAsync(NameOf(request.Action), request.Contact, cancellationToken).ConfigureAwait(false)).Failure;
        return failure is null ? request : failure;
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<IReadOnlyList<PhoneMessage>>> TakeMessagesAsync(CancellationToken cancellationToken)
    {
        if (Paired is null) return await unpaired.TakeMessagesAsync(cancellationToken).ConfigureAwait(false);
        PhoneMessage[] taken = [];
        var kept = await state.UpdateAsync(
            now =>
            {
                taken = [.. now.Inbox];
                return taken.Length == 0 ? now : now with { Inbox = [] };
            },
            cancellationToken).ConfigureAwait(false);
        return kept.Failure is { } failure ? failure : taken;
    }

    private static JsonElement Body(PhoneRequest request) =>
        JsonSerializer.SerializeToElement(new MessageBody(request.Contact ?? "", request.Text ?? ""), CompanionJson.Default.MessageBody);

    private static string NameOf(PhoneAction action) => action switch
    {
        PhoneAction.HangUp => "hang-up",
        _ => action.ToString().ToLowerInvariant(),
    };
}
