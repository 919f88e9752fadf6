using System.Security.Cryptography;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The phones that are paired with these glasses. A change is on the disk (one file, mode 0600, replaced whole) before it is
/// seen. Safe for several threads; several processes may look, and one at a time changes.</summary>
public sealed class BondBook
{
    private readonly Lock _lock = new();
    private readonly BondFile _file;
    private readonly int _maxBonds;
    private readonly TimeProvider _time;
    private BondsRow _row;

    private BondBook(BondFile file, BondsRow row, int maxBonds, TimeProvider time) =>
        (_file, _row, _maxBonds, _time) = (file, row, maxBonds, time);

    /// <summary>Tells whose bond has ended, after it is off the disk: revoked, forgotten, or pushed out by a newer one.</summary>
    public event Action<Bond>? Ended;

    /// <summary>Id of these glasses, 16 hexadecimal digits, the same for ever.</summary>
    public string Glasses => _row.Glasses;

    /// <summary>Name of these glasses, for people.</summary>
    public string Name => _row.Name;

    /// <summary>The bonds, oldest first.</summary>
    public IReadOnlyList<Bond> Bonds
    {
        get { lock (_lock) return _row.Bonds; }
    }

    /// <summary>What could not be read at the start, of which a copy was kept; null while all is well.</summary>
    public Failure? Damage { get; private init; }

    /// <summary>Opens the book of a state folder; the first time, an id for the glasses is made and kept.
    /// A bond that cannot be read is left out (<see cref="Damage"/>). Failures: <c>bonds-open</c> and those of the disk.</summary>
    /// <param name="options">How many are kept.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a bond was used last")]
    public static Outcome<BondBook> Open(string stateFolder, PairingOptions options, TimeProvider time)
    {
        if (options.Validate() is { } wrong) return wrong;
        if (FactoryReset.Resume(stateFolder) is { } unfinished) return StateFailures.AtStart(unfinished);
        var file = new BondFile(stateFolder);
        if (!file.Read().TryGet(out var kept, out var failure)) return failure;
        var uncopied = kept.Damage is null ? null : file.Copy(kept.Row is null, time.GetUtcNow());
        if (uncopied is not null) return StateFailures.AtStart(uncopied);
        var row = kept.Row
            ?? new BondsRow(1, RandomNumberGenerator.GetHexString(PhoneProtocol.IdDigits, lowercase: true), BondFile.DefaultName, []);
        if ((kept.Row is null || kept.Damage is not null) && file.Write(row) is { } unwritten) return StateFailures.AtStart(unwritten);
        return new BondBook(file, row, options.MaxBonds, time) { Damage = kept.Damage };
    }

    /// <summary>The bond of an id; null where there is none.</summary>
    public Bond? Find(string id)
    {
        lock (_lock) return Find_NeedsLock(id);
    }

    /// <summary>Keeps a bond; where there are too many, the one used least recently goes. Null when it is on the disk.</summary>
    public Failure? Add(Bond bond)
    {
        Bond[] over;
        lock (_lock)
        {
            var others = _row.Bonds.Where(other => other.Id != bond.Id).ToList();
            over = [.. others.OrderBy(other => other.Used).Take(Math.Max(0, others.Count + 1 - _maxBonds))];
            if (Keep_NeedsLock([.. others.Except(over), bond]) is { } failure) return failure;
        }

        foreach (var ended in over) Ended?.Invoke(ended);
        return null;
    }

    /// <summary>Notes that a bond is in use now. Null when that is on the disk.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a bond was used last")]
    public Failure? Use(string id)
    {
        lock (_lock)
        {
            return Find_NeedsLock(id) is { } bond
                ? Keep_NeedsLock([.. _row.Bonds.Select(other => other == bond ? bond with { Used = _time.GetUtcNow() } : other)])
                : null;
        }
    }

    /// <summary>Ends a bond; <c>bond-unknown</c> where there is none.</summary>
    public Outcome<Bond> Remove(string id)
    {
        Bond? bond;
        lock (_lock)
        {
            bond = Find_NeedsLock(id);
            if (bond is null) return Unknown(id);
            if (Keep_NeedsLock([.. _row.Bonds.Where(other => other != bond)]) is { } failure) return failure;
        }

        Ended?.Invoke(bond);
        return bond;
    }

    /// <summary>Nobody is paired under an id.</summary>
    internal static Failure Unknown(string id) =>
        new(Stages.Pairing, "bond-unknown", $"No phone is paired as {id}.", "See which are: edge-runtime bonds list");

    private Bond? Find_NeedsLock(string id) => _row.Bonds.FirstOrDefault(bond => bond.Id == id);

    private Failure? Keep_NeedsLock(IReadOnlyList<Bond> bonds)
    {
        var row = _row with { Bonds = bonds };
        if (_file.Write(row) is { } failure) return failure;
        _row = row;
        return null;
    }
}
