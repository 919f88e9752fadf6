using System.Text.Json;
using EdgeRuntime.Device.Companion;

namespace Device.Tests.Companion;

public sealed class PhoneOutboxTests : IDisposable
{
    private static readonly JsonElement Body = JsonDocument.Parse("""{"id":1}""").RootElement;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Put_Messages_AreNumberedAndSurvive()
    {
        var box = Open();

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => box.Put("note", Body).Value));

        var again = Open();
        Assert.Equal((3, 0, 3), (again.Last, again.Done, again.Count));
        Assert.Equal(
            """{"n":1,"kind":"note","body":{"id":1},"t":"put"}""", System.Text.Encoding.UTF8.GetString(again.After(0, 1)[0].Message));
        Assert.Equal([2, 3], again.After(1, 32).Select(message => message.Number));
    }

    [Fact]
    public void Acknowledge_Everything_NoNumberIsGivenTwiceEvenAfterARestart()
    {
        var box = Open();
        for (var i = 0; i < 5; i++) box.Put("note", Body);

        Assert.Null(box.Acknowledge(3));
        Assert.Equal((3, 2), (box.Done, box.Count));
        Assert.Null(box.Acknowledge(99));

        var again = Open();
        Assert.Equal((5, 5, 0), (again.Last, again.Done, again.Count));
        Assert.Equal(6, again.Put("note", Body).Value);
        Assert.Null(again.Acknowledge(6));
        Assert.Single(Directory.GetFiles(_folder["phones/b"]));
    }

    [Fact]
    public void Sync_PhoneKnowsMore_GoesOnBehindIt()
    {
        var box = Open();
        box.Put("note", Body);

        Assert.Null(box.Sync(7));

        Assert.Equal(8, box.Put("note", Body).Value);
        Assert.Equal((8, 9), (Open().Last, Open().Put("note", Body).Value));
    }

    [Theory]
    [InlineData(99_999)]
    [InlineData(long.MaxValue)]
    public void Sync_MoreThanCanBe_IsNamedAndChangesNothing(long received)
    {
        var box = Open();
        box.Put("note", Body);

        Assert.Equal("sync-never-sent", box.Sync(received)?.Code);

        Assert.Equal((1, 0, 1), (box.Last, box.Done, box.Count));
        Assert.Equal(2, box.Put("note", Body).Value);
    }

    [Fact]
    public void Sync_MoreThanWasSentAndThenTheTruth_TheTruthCounts()
    {
        var box = Open();

        Assert.Null(box.Sync(5000));
        Assert.Null(box.Sync(0));

        Assert.Equal(1, box.Put("note", Body).Value);
        Assert.Equal(2, Open().Put("note", Body).Value);
    }

    [Theory]
    [InlineData("phones")]
    [InlineData("phones/b")]
    public void PutStrangersAside_AFileInPlaceOfAFolder_IsNamedKeptAndOutOfTheWay(string place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[place])!);
        File.WriteAllText(_folder[place], "garbage");
        Assert.Contains(_folder[place], Assert.Single(PhoneOutbox.FindStrangers(_folder.Path)).Message);

        var told = PhoneOutbox.PutStrangersAside(_folder.Path, DateTimeOffset.UnixEpoch).ToArray();

        Assert.Contains($"{place}.damaged-19700101-000000", Assert.Single(told).Next);
        Assert.Equal("garbage", File.ReadAllText(_folder[$"{place}.damaged-19700101-000000"]));
        Assert.Equal(1, Open().Put("note", Body).Value);
        Assert.Empty(PhoneOutbox.FindStrangers(_folder.Path));
    }

    [Fact]
    public void Put_Full_IsRefusedAndNothingIsDropped()
    {
        var box = PhoneOutbox.Open(_folder.Path, "b", new OutboxOptions { MaxMessages = 2 }).Value!;
        box.Put("note", Body);
        box.Put("note", Body);

        Assert.Equal("phone-outbox-full", box.Put("note", Body).Failure?.Code);
        Assert.Equal([1, 2], box.After(0, 32).Select(message => message.Number));
    }

    [Fact]
    public void After_AcknowledgedOneByOne_ReadsEachMessageOnce()
    {
        const int Messages = 200, Window = 32;
        var box = Open();
        for (var i = 0; i < Messages; i++) box.Put("note", Body);

        for (long done = 0, sent = 0; done < Messages; box.Acknowledge(++done))
        {
            if (box.After(sent, (int)(Window - (sent - done))) is [.., var last]) sent = last.Number;
        }

        Assert.Equal((0, Messages), (box.Count, box.Reads));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"n\":7,\"kind\":\"note\",\"body\":{},\"t\":\"put\"}")]
    [InlineData("{\"n\":2,\"kind\":null,\"body\":{},\"t\":\"put\"}")]
    public void After_AFileThatIsNoMessage_IsLeftOutByNameAndTheRestGoesOn(string garbage)
    {
        var before = Open();
        for (var i = 0; i < 3; i++) before.Put("note", Body);
        File.WriteAllText(_folder["phones/b/000000000000000002.json"], garbage);

        var box = Open();
        var sent = box.After(0, 32);

        Assert.Equal([(1, "note"), (2, "lost"), (3, "note")], sent.Select(Shown));
        Assert.Contains("000000000000000002.json", box.TakeDamage()?.Message);
        Assert.Equal(garbage, File.ReadAllText(_folder["phones/b/000000000000000002.json.damaged"]));
        Assert.Equal([(1, "note"), (2, "lost"), (3, "note")], Open().After(0, 32).Select(Shown));
        Assert.Null(box.Acknowledge(3));
        Assert.Equal((3, 0), (box.Done, box.Count));
    }

    [Fact]
    public void After_AFileLargerThanAnyMessage_IsNotEvenRead()
    {
        Open().Put("note", Body);
        File.WriteAllBytes(_folder["phones/b/000000000000000001.json"], new byte[100 << 10]);

        Assert.Equal([(1, "lost")], Open().After(0, 32).Select(Shown));
    }

    [Fact]
    public void Sync_AFileIsGone_ThePhoneIsToldOfItsNumberToo()
    {
        var before = Open();
        for (var i = 0; i < 3; i++) before.Put("note", Body);
        File.Delete(_folder["phones/b/000000000000000001.json"]);

        var box = Open();
        Assert.Null(box.Sync(0));

        Assert.Equal([(1, "lost"), (2, "note"), (3, "note")], box.After(box.Done, 32).Select(Shown));
    }

    private static (long, string?) Shown((long Number, byte[] Message) sent)
    {
        var message = JsonDocument.Parse(sent.Message).RootElement;
        Assert.Equal(sent.Number, message.GetProperty("n").GetInt64());
        return (sent.Number, message.GetProperty("kind").GetString());
    }

    [Fact]
    public void Put_BytesOfWhatWasAcknowledged_AreFreeAgain()
    {
        var box = PhoneOutbox.Open(_folder.Path, "b", new OutboxOptions { MaxBytes = 64 << 10 }).Value!;
        var half = JsonSerializer.SerializeToElement(new string('x', 40 << 10));

        Assert.Null(box.Put("note", half).Failure);
        Assert.Equal("phone-outbox-full", box.Put("note", half).Failure?.Code);
        box.Acknowledge(1);

        Assert.Null(box.Put("note", half).Failure);
        Assert.Equal(
            "phone-outbox-full",
            PhoneOutbox.Open(_folder.Path, "b", new OutboxOptions { MaxBytes = 64 << 10 }).Value!.Put("note", half).Failure?.Code);
    }

    [Fact]
    public void Put_DiskFull_GivesNoNumberAway()
    {
        var box = Open();
        var block = Directory.CreateDirectory(_folder["phones/b/000000000000000001.json.new"]);

        Assert.NotNull(box.Put("note", Body).Failure);
        block.Delete();

        Assert.Equal(1, box.Put("note", Body).Value);
    }

    [Fact]
    public void Sweep_UnpairedPhones_LoseWhatWaited()
    {
        Open().Put("note", Body);

        Assert.Null(PhoneOutbox.Sweep(_folder.Path, id => id != "b"));

        Assert.Equal(0, Open().Last);
    }

    private PhoneOutbox Open() => PhoneOutbox.Open(_folder.Path, "b", new OutboxOptions()).Value!;
}
