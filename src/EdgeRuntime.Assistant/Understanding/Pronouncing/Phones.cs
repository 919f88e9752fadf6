namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>The output alphabet of the acoustic model: blank and the 39 ARPAbet phones without stress.</summary>
public static class Phones
{
    /// <summary>Id of the CTC blank.</summary>
    public const byte Blank = 0;

    /// <summary>Symbols with the blank, the width of an acoustic output vector.</summary>
    public const int Count = 40;

    private static readonly string[] Symbols =
        ("- AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH").Split(' ');

    /// <summary>ARPAbet symbol of a phone id 0..39.</summary>
    public static string SymbolOf(byte phone) => Symbols[phone];

    /// <summary>Id of an ARPAbet symbol; -1 when there is none.</summary>
    public static int IdOf(string symbol) => Array.IndexOf(Symbols, symbol);
}
