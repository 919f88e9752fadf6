namespace EdgeRuntime.Gateway.Ledger.Stores;

/// <summary>One column of a row type: a text or a whole number, never NULL.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Text">Its value when it is a text.</param>
/// <param name="Number">Its value when it is a number.</param>
internal sealed record LedgerColumn<T>(string Name, Func<T, string>? Text, Func<T, long>? Number)
{
    public static LedgerColumn<T> Create(string name, Func<T, string> text) => new(name, text, null);

    public static LedgerColumn<T> Create(string name, Func<T, long> number) => new(name, null, number);
}
