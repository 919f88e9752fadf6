using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>Wishes that wait for the cloud, one file each (mode 0600) in the order they were said.
/// A wish is on the disk when <see cref="KeepAsync"/> returns and leaves it only after its answer; a kill at any moment leaves whole files.
/// Bounded: what does not fit is refused, nothing is dropped.</summary>
public sealed class DeferredQueue(string stateFolder, DeferredOptions options) : IDeferredWishes
{
    private const string Pattern = "*.json";
    private const string Place = "the folder of waiting wishes";

    /// <summary>Folder of the wishes.</summary>
    internal string Folder { get; } = Path.Combine(stateFolder, "queue");

    /// <summary>Wishes that wait, counted on the disk each time.</summary>
    public int Count => Paths().Length;

    /// <inheritdoc/>
    public ValueTask<Outcome<int>> KeepAsync(DeferredWish wish, CancellationToken cancellationToken)
    {
        var entry = DeferredEntry.From(wish);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(entry, CloudJson.Default.DeferredEntry);
        var waiting = Paths();
        if (waiting.Length >= options.MaxWishes || waiting.Sum(path => new FileInfo(path).Length) + bytes.Length > options.MaxBytes)
        {
            return ValueTask.FromResult<Outcome<int>>(new Failure(
                Stages.Cloud,
                "queue-full",
                $"I cannot keep more: {waiting.Length} wishes are waiting for the cloud already.",
                "Bring the glasses online, or run: edge-runtime cloud flush",
                Blame.Machine));
        }

        return ValueTask.FromResult<Outcome<int>>(Write(PathOf(entry), bytes) is { } failure ? failure : waiting.Length + 1);
    }

    /// <summary>The wishes, oldest first; a file that is none is put aside as <c>.damaged</c> and reported.</summary>
    internal IEnumerable<Outcome<DeferredEntry>> Entries()
    {
        foreach (var path in Paths())
        {
            yield return Read(path);
        }
    }

    /// <summary>Keeps what a wish has come to; null when it is on the disk.</summary>
    internal Failure? Update(DeferredEntry entry) =>
        Write(PathOf(entry), JsonSerializer.SerializeToUtf8Bytes(entry, CloudJson.Default.DeferredEntry));

    /// <summary>Lets a wish go; null when it is gone.</summary>
    internal Failure? Remove(DeferredEntry entry) => OnDisk(() => DurableFile.Remove(PathOf(entry)));

    /// <summary>Lets all go, unsent.</summary>
    public Failure? Clear() => OnDisk(() => Array.ForEach(Paths(), DurableFile.Remove));

    private string PathOf(DeferredEntry entry) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime:yyyyMMddHHmmssfffffff}-{entry.Key}.json"));

    private string[] Paths() => StoredThing.Inspect(Folder) == StoredKind.Folder
        ? [.. StoredThing.In(Folder, Pattern).Where(path => !Directory.Exists(path)).Order(StringComparer.Ordinal)]
        : [];

    private Failure? Write(string path, byte[] bytes) => OnDisk(() =>
    {
        DurableFile.MakeFolder(stateFolder);
        DurableFile.MakeFolder(Folder);
        DurableFile.Replace(path, bytes);
    });

    private Outcome<DeferredEntry> Read(string path)
    {
        try
        {
            return Parse(path) is { } entry ? entry : Damaged(path);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Unreadable(path, thrown);
        }
    }

    // A wish lies where its own words say, or it could not be let go afterwards.
    private DeferredEntry? Parse(string path)
    {
        if (StoredThing.Inspect(path) != StoredKind.File || new FileInfo(path).Length > options.MaxBytes) return null;
        try
        {
            var entry = JsonSerializer.Deserialize(File.ReadAllBytes(path), CloudJson.Default.DeferredEntry);
            return entry?.IsWhole() == true && PathOf(entry) == path ? entry : null;
        }
        catch (JsonException)
        {
            return null; // the caller names it
        }
    }

    /// <summary>Puts aside what lies among the waiting wishes and is none by its kind or name, and what lies in the place of their folder;
    /// tells of each. No file is read.</summary>
    internal IEnumerable<Failure> PutStrangersAside(DateTimeOffset now) =>
        Strangers().ToArray().Select(path => StoredThing.Misplaced(path, path == Folder ? Place : "a waiting wish", now));

    /// <summary>Tells of them; nothing is changed.</summary>
    internal IEnumerable<Failure> FindStrangers() =>
        Strangers().Select(path => StoredThing.Misplaced(path, path == Folder ? Place : "a waiting wish"));

    /// <summary>Puts aside each file that is no wish, as <see cref="Entries"/> does when wishes are sent, and tells of each.</summary>
    /// <param name="cancellationToken">Ends the wait for a program that sends.</param>
    internal async ValueTask<IReadOnlyList<Failure>> PutDamagedAsideAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (Count == 0) return [];
        var locked = await new StateLock(Folder, time).TakeAsync(cancellationToken).ConfigureAwait(false);
        if (!locked.TryGet(out var held, out var busy)) return [busy];
        await using (held.ConfigureAwait(false)) return [.. Entries().Select(read => read.Failure).OfType<Failure>()];
    }

    private IEnumerable<string> Strangers() => StoredThing.Inspect(Folder) switch
    {
        StoredKind.Nothing => [],
        StoredKind.Folder => StoredThing.In(Folder).Where(IsStranger),
        _ => [Folder],
    };

    private static bool IsStranger(string path) =>
        StoredThing.Inspect(path) != StoredKind.File || (Path.GetExtension(path) is not (".json" or ".new") && !StateLock.IsFile(path));

    /// <summary>Files among the waiting wishes that are none; nothing is changed.</summary>
    internal int CountUnreadable() => Paths().Count(path => Parse(path) is null);

    private Failure Damaged(string path) => OnDisk(() => File.Move(path, path + ".damaged", overwrite: true)) ?? new Failure(
        Stages.Cloud, "queue-damaged", $"{path} is no waiting wish.", "It was put aside as .damaged; mend it or delete it.", Blame.Machine);

    private Failure? OnDisk(Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(Folder, thrown);
        }
    }
}
