using EdgeRuntime.Assistant.Understanding.Triphones;

namespace Assistant.Tests.Understanding.Triphones;

public sealed class TriphoneTablesTests
{
    [Fact]
    public void Load_AWholeFile_KnowsItsPhones()
    {
        var tables = TestTables.Of(1);

        Assert.Equal("AA", tables.Phones[tables.OfSymbol[1]]);
        Assert.Equal(-1, tables.OfSymbol[0]);
        Assert.Equal("SIL", tables.Phones[tables.Silence]);
        Assert.Equal(["+NSN+"], tables.Noises.Select(phone => tables.Phones[phone]));
    }

    public static TheoryData<string> Faults =>
        ["no head", "cut", "longer", "no zlib", "no phones", "no silence", "many states", "far state"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Load_Rubbish_IsRefusedInOneSentence(string fault)
    {
        var failure = TriphoneTables.Load(Broken(fault)).Failure;

        Assert.Equal("expert-tables-invalid", failure!.Code);
        Assert.StartsWith("Refusing to use the tables of the acoustic expert: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Load_ABomb_IsRefusedBeforeItIsUnpacked()
    {
        var failure = TriphoneTables.Load(TestTables.Packed(new byte[64 << 20])).Failure;

        Assert.Contains("16 MiB", failure!.Message, StringComparison.Ordinal);
    }

    private static byte[] Broken(string fault)
    {
        var content = TestTables.Content(1);
        switch (fault)
        {
            case "no head":
                return [1, 2, 3];
            case "cut":
                return TestTables.Packed(content[..^1]);
            case "longer":
                return TestTables.Packed([.. content, 0]);
            case "no zlib":
                return [.. "GMMTABLE"u8, .. new byte[100]];
            case "no phones":
                return TestTables.Packed([.. BitConverter.GetBytes(0), .. content[4..]]);
            case "many states":
                return TestTables.Packed([.. content[..4], .. BitConverter.GetBytes(int.MaxValue), .. content[8..]]);
            case "no silence":
                content[content.AsSpan().IndexOf("SIL"u8)]++;
                return TestTables.Packed(content);
            default:
                var states = content.AsSpan().IndexOf("+NSN+\0"u8) + 6 + (TestTables.PhoneCount * 3 * 2 * 4) + (TestTables.PhoneCount * 2);
                content[states] = 200;
                return TestTables.Packed(content);
        }
    }
}
