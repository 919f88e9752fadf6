using CsCheck;
using EdgeRuntime.Device.Evaluation;

namespace Device.Tests.Evaluation;

public sealed class CommandManifestTests
{
    [Fact]
    public void Parse_ColumnsInAnyOrderAndOthersBeside_ReadsRows()
    {
        const string Table = "speaker\tslots\tfile\tintent\r\nanna\t{\"percent\": 50}\ta/one.wav\tSetVolume\r\n\r\nben\t\ttwo.wav\t\r\n";

        Assert.True(CommandManifest.Parse(new StringReader(Table), "/somewhere").TryGet(out var rows, out _));

        Assert.Equal(2, rows.Count);
        Assert.Equal(("/somewhere/a/one.wav", "SetVolume"), (rows[0].File, rows[0].Intent));
        Assert.Equal(50, rows[0].Slots["percent"].GetDouble());
        Assert.Equal(("/somewhere/two.wav", ""), (rows[1].File, rows[1].Intent));
        Assert.Empty(rows[1].Slots);
    }

    [Theory]
    [InlineData("", "manifest-empty", 1)]
    [InlineData("file\tintent\tslots\n", "manifest-empty", 2)]
    [InlineData("file\tintent\na.wav\tX\n", "manifest-column-missing", 1)]
    [InlineData("file\tintent\tslots\n\tX\t{}\n", "manifest-row-short", 2)]
    [InlineData("file\tintent\tslots\na.wav\tX\t{}\nb.wav\tX\t{oops\n", "manifest-slots-not-json", 3)]
    [InlineData("file\tintent\tslots\na.wav\tX\t[1]\n", "manifest-slots-not-json", 2)]
    [InlineData("file\tintent\tslots\na.wav\tX\t{\"a\":1,\"a\":2}\n", "manifest-slots-not-json", 2)]
    public void Parse_Unusable_NamesTheLine(string table, string code, int line)
    {
        Assert.False(CommandManifest.Parse(new StringReader(table), "/").TryGet(out _, out var failure));

        Assert.Equal((code, line), (failure.Code, failure.Line));
    }

    [Fact]
    public void Parse_AnyText_GivesRowsOrAFailure() =>
        Gen.String[Gen.Char["\t\n\r{}\":filentsos0a\uFEFF"], 0, 80].Sample(text =>
            Assert.True(CommandManifest.Parse(new StringReader("file\tintent\tslots\n" + text), "/").TryGet(out var rows, out var failure)
                ? rows.Count > 0
                : failure.Line > 0));

    [Fact]
    public void Load_NoFile_IsNamed()
    {
        Assert.False(CommandManifest.Load("nowhere.tsv").TryGet(out _, out var failure));

        Assert.Equal("manifest-missing", failure.Code);
    }
}
