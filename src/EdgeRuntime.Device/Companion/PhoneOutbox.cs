using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Companion;

/// <summary>What waits for one phone, one file each (mode 0600), numbered without a gap. A message is on the disk when <see cref="Put"/>
/// returns and leaves it only after the phone has acknowledged it; a kill at any moment leaves whole files and never gives a number twice.
/// Bounded: what does not fit is refused, nothing is dropped. A file that is no message falls alone: a copy is kept, and
/// <see cref="KeptKinds.Lost"/> goes out under its number, so that the phone goes on counting. One process and one thread at a
/// time.</summary>
internal sealed class PhoneOutbox
{
    private const string Waiting = ".json";
    private const string Place = "the folder for what waits for phones";
    private const string Damaged = ".damaged";
    private const string Substitute = ".lost";
    private const string Acknowledged = ".acked"; // of the last number given: without it, that number would be given again

    // A disk that was put back to an earlier day knows fewer than the phone, by what was said since; by more, the phone is not believed.
    private const long FurthestAhead = 10_000;

    /// <summary>Code of a count that these glasses cannot have come to.</summary>
    public const string NeverSentCode = "sync-never-sent";

    private readonly string _folder;
    private readonly OutboxOptions _options;
    private readonly SortedDictionary<long, long> _waiting = []; // bytes by number

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    private long? _mark;
    private Failure? _damage;
    private long _bytes; // of all that wait

    private PhoneOutbox(string folder, OutboxOptions options) => (_folder, _options) = (folder, options);

    /// <summary>Number of the last message that was given one; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>Number of the last message that the phone has.</summary>
    public long Done { get; private set; }

    /// <summary>Messages that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Messages that were read off the disk since it was opened.</summary>
    public long Reads { get; private set; }

    /// <summary>Opens the outbox of a bond. Failures: those of the disk.</summary>
    /// <param name="bond">Id of the bond.</param>
    public static Outcome<PhoneOutbox> Open(string stateFolder, string bond, OutboxOptions options)
    {
        var box = new PhoneOutbox(FolderOf(stateFolder, bond), options);
        return OnDisk(box._folder, () =>
        {
            DurableFile.MakeFolder(stateFolder);
            DurableFile.MakeFolder(Path.Combine(stateFolder, "phones"));
            DurableFile.MakeFolder(box._folder);
            foreach (var file in new DirectoryInfo(box._folder).GetFiles()) box.Found(file);
            box.Done = box._waiting.Count == 0 ? box.Last : box._waiting.Keys.First() - 1;
        }) is { } failure ? failure : box;
    }

    /// <summary>Keeps a message for the phone and gives its number. Failures: <c>phone-outbox-full</c> and those of the disk.</summary>
    public Outcome<long> Put(string kind, JsonElement body)
    {
        var number = Math.Max(Last, Done) + 1;
        var bytes = Bytes(number, kind, body);
        if (_waiting.Count >= _options.MaxMessages || _bytes + bytes.Length > _options.MaxBytes)
        {
            return new Failure(
                Stages.Phone, "phone-outbox-full", $"I cannot keep more for the phone: {_waiting.Count} messages wait for it already.",
                "Bring the phone near.", Blame.Machine);
        }

        if (OnDisk(_folder, () => DurableFile.Replace(PathOf(number, Waiting), bytes)) is { } failure) return failure;
        Last = number;
        Add(number, bytes.Length);
        return number;
    }

    /// <summary>The messages above a number, in order, as they are sent.</summary>
    /// <param name="after">Number behind which to begin.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<(long Number, byte[] Message)> After(long after, int most)
    {
        var messages = new List<(long, byte[])>();
        for (var number = after + 1; number <= Last && messages.Count < most; number++) messages.Add((number, Read(number)));
        return messages;
    }

    /// <summary>What was no message and is left out, since this was asked last; null where all could be read.</summary>
    public Failure? TakeDamage()
    {
        var damage = _damage;
        _damage = null;
        return damage;
    }

    /// <summary>The phone has everything up to a number, and nothing behind it; null when what it has is off the disk. It may have numbers
    /// that were never given here, since this disk was put back to an earlier day: the next one goes behind them. That is only its word, so
    /// nothing is written for it, and a later one counts instead. Failures: <c>sync-never-sent</c> for a number that cannot be, which
    /// changes nothing, and those of the disk.</summary>
    public Failure? Sync(long received)
    {
        if (received > Last + FurthestAhead)
        {
            return new Failure(
                Stages.Phone,
                NeverSentCode,
                $"The phone says it has {received} messages; these glasses have sent it {Last}.",
                "Pair the phone once more.");
        }

        if (Acknowledge(received) is { } failure) return failure;
        Done = received;
        return null;
    }

    /// <summary>The phone has everything up to a number; null when what it has is off the disk.</summary>
    public Failure? Acknowledge(long number)
    {
        Done = Math.Max(Done, Math.Min(number, Last));
        long[] done = [.. _waiting.Keys.TakeWhile(waiting => waiting <= number)];
        return done.Length == 0 ? null : OnDisk(_folder, () =>
        {
            foreach (var one in done)
            {
                // A power cut may bring such a file back; then the phone knows its number and only acknowledges it.
                if (one == Last) Mark(one);
                else File.Delete(PathOf(one, Waiting));
                _waiting.Remove(one, out var bytes);
                _bytes -= bytes;
            }
        });
    }

    /// <summary>Puts aside what lies in the place of the folders and is none; tells of each.</summary>
    public static IEnumerable<Failure> PutStrangersAside(string stateFolder, DateTimeOffset now) =>
        Strangers(stateFolder).ToArray().Select(path => StoredThing.Misplaced(path, Place, now));

    /// <summary>Tells of what lies in the place of the folders and is none; nothing is changed.</summary>
    public static IEnumerable<Failure> FindStrangers(string stateFolder) =>
        Strangers(stateFolder).Select(path => StoredThing.Misplaced(path, Place));

    private static IEnumerable<string> Strangers(string stateFolder)
    {
        var folder = Path.Combine(stateFolder, "phones");
        return StoredThing.Inspect(folder) switch
        {
            StoredKind.Nothing => [],
            StoredKind.Folder => StoredThing.In(folder).Where(box => StoredThing.Inspect(box) != StoredKind.Folder),
            _ => [folder],
        };
    }

    /// <summary>Files of all phones that are no messages, and how many there are; nothing is changed.</summary>
    public static (int Bad, int All) Inspect(string stateFolder)
    {
        var folder = new DirectoryInfo(Path.Combine(stateFolder, "phones"));
        FileInfo[] all = folder.Exists
            ? [.. folder.EnumerateFiles($"*{Waiting}", SearchOption.AllDirectories).Where(file => NumberOf(file) is not null)]
            : [];
        return (all.Count(file => Parse(file.FullName, NumberOf(file)!.Value) is null), all.Length);
    }

    /// <summary>Takes away what waits for phones that are not paired any more; null when it is gone.</summary>
    public static Failure? Sweep(string stateFolder, Func<string, bool> isPaired)
    {
        var folder = Path.Combine(stateFolder, "phones");
        return OnDisk(folder, () =>
        {
            if (!Directory.Exists(folder)) return;
            foreach (var box in Directory.GetDirectories(folder).Where(box => !isPaired(Path.GetFileName(box))))
            {
                Directory.Delete(
                box, recursive: true);
            }
        });
    }

    private static string FolderOf(string stateFolder, string bond) => Path.Combine(stateFolder, "phones", bond);

    private string PathOf(long number, string ending) =>
        Path.Combine(_folder, number.ToString("D18", CultureInfo.InvariantCulture) + ending);

    private void Add(long number, long bytes)
    {
        _waiting[number] = bytes;
        _bytes += bytes;
    }

    private static byte[] Bytes(long number, string kind, JsonElement body) =>
        JsonSerializer.SerializeToUtf8Bytes(new PutMessage(number, kind, body), CompanionJson.Default.PutMessage);

    // The phone takes no number before the one below it: one that has no message, or no longer, is said to be lost.
    private byte[] Read(long number)
    {
        if (!_waiting.ContainsKey(number)) return Bytes(number, KeptKinds.Lost, Nothing);
        Reads++;
        var path = PathOf(number, Waiting);
        if (Parse(path, number) is { } message) return message;
        var lost = Bytes(number, KeptKinds.Lost, Nothing);
        DurableFile.Replace(path + Substitute, lost); // first: where the disk is full, nothing has changed
        File.Move(path, path + Damaged, overwrite: true);
        File.Move(path + Substitute, path);
        _bytes += lost.Length - _waiting[number];
        _waiting[number] = lost.Length;
        _damage = new Failure(
            Stages.Phone,
            "phone-outbox-damaged",
            $"{path} is no message for the phone.",
            $"It was put aside as {Damaged} and is left out; mend it or delete it.",
            Blame.Machine);
        return lost;
    }

    // Null for what is no message of that number.
    private static byte[]? Parse(string path, long number)
    {
        if (StoredThing.Inspect(path) != StoredKind.File || new FileInfo(path).Length > PhoneProtocol.MaxPlainBytes) return null;
        var bytes = File.ReadAllBytes(path);
        try
        {
            var message = JsonSerializer.Deserialize(bytes, CompanionJson.Default.PutMessage);
            var isOne = message is { T: PutMessage.Name, Body.ValueKind: JsonValueKind.Object } && message.N == number;
            return isOne ? bytes : null;
        }
        catch (JsonException)
        {
            return null; // the caller names it
        }
    }

    private void Mark(long number)
    {
        File.Move(PathOf(number, Waiting), PathOf(number, Acknowledged), overwrite: true);
        if (_mark is { } older) File.Delete(PathOf(older, Acknowledged));
        _mark = number;
    }

    private void Found(FileInfo file)
    {
        if (NumberOf(file) is not { } number) return;
        if (file.Extension == Waiting) Add(number, file.Length);
        if (file.Extension == Acknowledged) _mark = Math.Max(_mark ?? 0, number);
        if (file.Extension is Waiting or Acknowledged) Last = Math.Max(Last, number);
    }

    private static long? NumberOf(FileInfo file) =>
        long.TryParse(Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static Failure? OnDisk(string folder, Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(folder, thrown);
        }
    }
}
