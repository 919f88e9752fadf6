using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Actions;

namespace Device.Tests.Actions;

/// <summary>The child process of <see cref="StateStoreKillTests"/>:
/// changes the state as fast as it can and prints every number that it was told is safe.</summary>
internal static class StateWriter
{
    /// <summary>Bytes of filling, so that a write is more than one page and can be cut in the middle.</summary>
    private const int Filling = 20_000;

    public static async Task<int> RunAsync(string folder)
    {
        if (!StateStore.Open(folder, TimeProvider.System).TryGet(out var store, out var failure))
        {
            Console.WriteLine(failure.Code);
            return 1;
        }

        while (true)
        {
            var changed = await store.UpdateAsync(Next, CancellationToken.None);
            if (!changed.TryGet(out var state, out var unkept))
            {
                Console.WriteLine(unkept.Code);
                return 1;
            }

            Console.WriteLine(state.NextId);
        }
    }

    /// <summary>Whether all parts of a document belong to the same change.</summary>
    public static bool IsWhole(GlassesState state) => state.NextId == 1
        || (state.Notes is [var note] && note.Id == state.NextId - 1 && note.Text == new string((char)('a' + (state.NextId % 26)), Filling)
            && state.Settings.Volume == state.NextId % 101);

    private static GlassesState Next(GlassesState now)
    {
        var id = now.NextId + 1;
        return now with
        {
            NextId = id,
            Settings = now.Settings with { Volume = id % 101 },
            Notes = [new Note(id - 1, new string((char)('a' + (id % 26)), Filling), DateTimeOffset.UnixEpoch)],
        };
    }
}
