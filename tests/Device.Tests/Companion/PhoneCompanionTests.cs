using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;

namespace Device.Tests.Companion;

public sealed class PhoneCompanionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Connect_PairedPhone_IsShownStatusAndSettings()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();

        await using var phone = await glasses.ConnectAsync(memory);

        var status = await phone.LiveAsync("status");
        var settings = await phone.LiveAsync("settings");
        Assert.Equal(80, status.GetProperty("battery").GetProperty("percent").GetInt32());
        Assert.Equal(50, settings.GetProperty("now").GetProperty("volume").GetInt32());
        Assert.Equal("view glass", settings.GetProperty("wakePhrases")[0].GetString());
    }

    [Fact]
    public async Task Put_FromThePhone_IsDoneAndAcknowledged()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        memory.Put("set", new { volume = 40, localOnly = true, wakePhrase = "view glass" });
        memory.Put("contacts", new { names = new[] { "Ada", "Grace", "Ada" } });
        memory.Put("playlists", new { names = new[] { "Running" } });
        memory.Put("notification", new { app = "Chat", from = "Ada", text = "On my way", at = DateTimeOffset.UnixEpoch });
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0);

        var state = glasses.State.Current;
        Assert.Equal((40, true, "view glass"), (state.Settings.Volume, state.Settings.LocalOnly, state.Settings.WakePhrase));
        Assert.Equal(["Ada", "Grace"], state.Contacts);
        Assert.Equal(["Running"], state.Playlists);
        Assert.Equal([new PhoneMessage("Ada", "On my way") { Bond = memory.Bond.Id }], state.Inbox);
        Assert.Equal(["On my way"], glasses.Notified);
    }

    [Fact]
    public async Task Put_SameNumberAgain_IsAcknowledgedAndNotDoneAgain()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("notification", new { app = "Chat", text = "once", at = DateTimeOffset.UnixEpoch });
        var message = memory.Waiting[1];

        for (var i = 0; i < 3; i++) await phone.SealAsync(message);
        for (var i = 0; i < 3; i++) Assert.Equal(1, (await phone.LiveAsync("ack")).GetProperty("n").GetInt64());

        Assert.Equal(["once"], glasses.Notified);
        Assert.Single(glasses.State.Current.Inbox);
    }

    [Fact]
    public async Task Connect_GarbageAmongWhatWaits_TheRestArrivesAndIsAcknowledged()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        var body = JsonSerializer.SerializeToElement(new { contact = "Ada", text = "hello" });
        for (var i = 0; i < 3; i++) Assert.Null((await glasses.Companion.PutAsync("message", body, default)).Failure);
        File.WriteAllText(_folder[$"phones/{memory.Bond.Id}/000000000000000002.json"], "\0garbage");

        await using var phone = await glasses.ConnectAsync(memory);
        await phone.UntilAsync(() => memory.Received == 3);
        await phone.SayAsync(new LiveMessage("ping")); // behind the last acknowledgement
        await phone.LiveAsync("pong");

        Assert.Equal(["message", "lost", "message"], memory.Kept.Select(kept => kept.Kind));
        Assert.Contains("phone-outbox-damaged", glasses.Reported);
        Assert.Empty(Directory.GetFiles(_folder[$"phones/{memory.Bond.Id}"], "*.json"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_TheCountOfThePhoneWasDamaged_WhatItSendsNowIsDoneOnceAndItsListsAreAskedFor(bool all)
    {
        BenchPhone.Memory memory;
        await using (var before = BenchCompanion.Start(_folder.Path))
        {
            memory = await before.PairAsync();
            await using var earlier = await before.ConnectAsync(memory);
            for (var volume = 1; volume <= 5; volume++) memory.Put("set", new { volume });
            await earlier.FlushAsync();
            await earlier.UntilAsync(() => memory.Waiting.Count == 0);
        }

        var document = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_folder["state.json"]))!;
        if (all) document["phones"] = "garbage";
        else document["phones"]![memory.Bond.Id]!["received"] = "garbage";
        File.WriteAllText(_folder["state.json"], document.ToJsonString());
        await using var glasses = BenchCompanion.Start(_folder.Path);
        memory.Put("notification", new { app = "Chat", text = "once", at = DateTimeOffset.UnixEpoch });
        await using var phone = await glasses.ConnectAsync(memory);
        var isAskedAnew = phone.WasAskedAnew;
        for (var i = 0; i < 2; i++) await phone.SealAsync(memory.Waiting[6]);
        await phone.UntilAsync(() => memory.Waiting.Count == 0);
        await phone.SayAsync(new LiveMessage("ping"));
        await phone.LiveAsync("pong");

        Assert.True(isAskedAnew);
        Assert.Equal(6, glasses.State.Current.Phones[memory.Bond.Id].Received);
        Assert.Equal(["once"], glasses.Notified);
    }

    [Fact]
    public async Task Connect_TheCountIsWhole_NothingIsAskedForAnew()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        memory.Put("set", new { volume = 7 });
        await using var first = await glasses.ConnectAsync(memory);
        await first.FlushAsync();
        await first.UntilAsync(() => memory.Waiting.Count == 0);

        await using var again = await glasses.ConnectAsync(memory);

        Assert.False(first.WasAskedAnew || again.WasAskedAnew);
        Assert.Equal(1, glasses.State.Current.Phones[memory.Bond.Id].Received);
    }

    [Fact]
    public async Task Sync_MoreThanWasEverSent_IsToldAndThePhoneStillTakesWhatComes()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        await phone.SayAsync(new CountMessage(CountMessage.Sync) { Received = 99_999 });
        var problem = await phone.LiveAsync("problem");
        var body = JsonSerializer.SerializeToElement(new { contact = "Ada", text = "hello" });
        Assert.Null((await glasses.Companion.PutAsync("message", body, default)).Failure);
        await phone.UntilAsync(() => memory.Received == 1);

        Assert.Equal("sync-never-sent", problem.GetProperty("code").GetString());
        Assert.Equal(["message"], memory.Kept.Select(kept => kept.Kind));
    }

    [Fact]
    public async Task Put_HalfACharacterInANameOfAList_LeavesThatOutByNameAndTakesTheOthers()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        await phone.SealAsync("""{"t":"put","n":1,"kind":"contacts","body":{"names":["Ada","\ud800","Grace"]}}"""u8.ToArray());
        var problem = await phone.LiveAsync("problem");

        Assert.Equal("names-left-out", problem.GetProperty("code").GetString());
        Assert.Equal(["Ada", "Grace"], glasses.State.Current.Contacts);
    }

    [Theory]
    [InlineData("""{"t":"\ud800"}""")]
    [InlineData("""{"\ud800":1,"t":"ping"}""")]
    [InlineData("""{"t":"put","n":1,"kind":"\ud800","body":{}}""")]
    [InlineData("""{"t":"put","n":1,"kind":"notification","body":{"app":"\ud800","text":"x","at":"2026-11-29T20:28:02+00:00"}}""")]
    [InlineData("""{"t":"put","n":1,"kind":"set","body":{"wakePhrase":"\ud800"}}""")]
    public async Task Take_HalfACharacterInAMessage_IsNoDefectAndTheNextIsHeard(string message)
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        await phone.SealAsync(Encoding.ASCII.GetBytes(message));
        await phone.SayAsync(new LiveMessage("ping"));
        await phone.LiveAsync("pong");

        Assert.Empty(glasses.Reported);
        Assert.Empty(glasses.Notified);
    }

    [Fact]
    public async Task Put_NumberAfterAGap_IsNotTaken()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("set", new { volume = 1 });
        memory.Put("set", new { volume = 2 });

        await phone.SealAsync(memory.Waiting[2]);

        Assert.Equal(0, (await phone.LiveAsync("ack")).GetProperty("n").GetInt64());
        Assert.Equal(50, glasses.State.Current.Settings.Volume);
    }

    [Theory]
    [InlineData("set", """{"volume":101}""")]
    [InlineData("set", """{"wakePhrase":"abracadabra"}""")]
    [InlineData("set", """{"volume":"loud"}""")]
    [InlineData("set", """[]""")]
    [InlineData("contacts", """{"names":null}""")]
    [InlineData("contacts", """{}""")]
    [InlineData("notification", """{"app":"","text":"x","at":"2026-01-01T00:00:00Z"}""")]
    public async Task Put_InvalidBody_IsNamedAndTheNextOneGoesOn(string kind, string body)
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put(kind, JsonDocument.Parse(body).RootElement);
        memory.Put("set", new { volume = 7 });

        await phone.FlushAsync();

        Assert.Equal("put-invalid", (await phone.LiveAsync("problem")).GetProperty("code").GetString());
        await phone.UntilAsync(() => memory.Waiting.Count == 0);
        Assert.Equal((7, 0), (glasses.State.Current.Settings.Volume, glasses.State.Current.Contacts.Count));
    }

    [Fact]
    public async Task Put_DiskFull_IsNamedAndDoneOnceTheDiskHasRoom()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        var block = Directory.CreateDirectory(_folder["state.json.new"]); // where the new document would be written
        memory.Put("set", new { volume = 7 });

        await phone.FlushAsync();
        await phone.LiveAsync("problem");
        Assert.Equal(0, (await phone.LiveAsync("ack")).GetProperty("n").GetInt64());
        block.Delete();
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0);

        Assert.Equal(7, glasses.State.Current.Settings.Volume);
    }

    [Fact]
    public async Task PutAsync_PhoneAway_WaitsAndReachesItOnceInOrder()
    {
        BenchPhone.Memory memory;
        await using (var glasses = BenchCompanion.Start(_folder.Path))
        {
            memory = await glasses.PairAsync();
            for (var i = 0; i < 40; i++)
            {
                Assert.Null(
                (await glasses.Companion.PutAsync($"k{i}", JsonDocument.Parse("{}").RootElement, default)).Failure);
            }
        }

        await using var again = BenchCompanion.Start(_folder.Path);
        await using var phone = await again.ConnectAsync(memory);
        await phone.UntilAsync(() => memory.Received == 40);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => ((long)i + 1, $"k{i}")), memory.Kept);
    }

    [Fact]
    public async Task Feed_NotesAndPictures_AreOfferedFetchedAndVerified()
    {
        var picture = new byte[100_000];
        new Random(5).NextBytes(picture);
        Directory.CreateDirectory(_folder["media"]);
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        await File.WriteAllBytesAsync(_folder["media/simulated-1.jpg"], picture);
        await glasses.State.UpdateAsync(
            state => state with { Notes = [new Note(3, "milk", DateTimeOffset.UnixEpoch)], NextId = 4 }, default);

        JsonElement? offer = null;
        while (offer is null)
        {
            var put = await phone.LiveAsync("put");
            if (put.GetProperty("kind").GetString() == "offer") offer = put.GetProperty("body");
        }

        var fetched = new MemoryStream();
        var transfer = offer.Value.GetProperty("transfer").GetString();
        while (fetched.Length < offer.Value.GetProperty("bytes").GetInt64())
        {
            await phone.SayAsync(new LiveMessage("fetch") { Transfer = transfer, Offset = fetched.Length, Count = 40_000 });
            for (var wanted = Math.Min(40_000, picture.Length - fetched.Length); wanted > 0;)
            {
                var (offset, bytes) = await phone.ChunkAsync();
                Assert.Equal(fetched.Length, offset);
                fetched.Write(bytes);
                wanted -= bytes.Length;
            }
        }

        Assert.Equal(["note", "offer"], memory.Kept.Select(kept => kept.Kind));
        Assert.Equal(offer.Value.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(fetched.ToArray())));
        Assert.Equal(picture, fetched.ToArray());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("0000000000000000")]
    [InlineData("")]
    public async Task Fetch_UnknownTransfer_IsNamed(string transfer)
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        await using var phone = await glasses.ConnectAsync(await glasses.PairAsync());

        await phone.SayAsync(new LiveMessage("fetch") { Transfer = transfer, Offset = 0, Count = 100 });

        Assert.Equal("transfer-gone", (await phone.LiveAsync("problem")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task CallAsync_PhoneThere_IsCarriedOutByIt()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        Assert.Equal("phone-absent", (await glasses.Companion.CallAsync("call", "Ada", default)).Failure?.Code);
        var memory = await glasses.PairAsync();
        Assert.Equal("phone-not-connected", (await glasses.Companion.CallAsync("call", "Ada", default)).Failure?.Code);
        await using var phone = await glasses.ConnectAsync(memory);

        var calling = glasses.Companion.CallAsync("call", "Ada", default);
        var call = await phone.LiveAsync("call");
        await phone.SayAsync(new LiveMessage("called") { Call = call.GetProperty("call").GetString(), Code = "ok" });

        Assert.Null((await calling).Failure);
        Assert.Equal(("call", "Ada"), (call.GetProperty("action").GetString(), call.GetProperty("contact").GetString()));
    }

    [Fact]
    public async Task Find_FromThePhone_SoundsAndStops()
    {
        var found = new List<bool>();
        await using var glasses = BenchCompanion.Start(_folder.Path, parts => parts with { Find = found.Add });
        await using var phone = await glasses.ConnectAsync(await glasses.PairAsync());

        await phone.SayAsync(new LiveMessage("find") { On = true });
        await phone.SayAsync(new LiveMessage("find") { On = false });
        await phone.SayAsync(new LiveMessage("ping"));
        await phone.LiveAsync("pong");

        Assert.Equal([true, false], found);
    }

    [Theory]
    [InlineData(2.5, 2.5, true)]
    [InlineData(-1.0, null, true)]
    [InlineData(-2.0, 7.0, false)]
    [InlineData(1e9, 7.0, false)]
    public async Task Set_CloudBudget_IsKeptOrCalledInvalid(double given, double? kept, bool isValid)
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("set", new { cloudBudget = 7 });
        memory.Put("set", new { cloudBudget = given });
        await phone.FlushAsync();

        if (!isValid) Assert.Equal("put-invalid", (await phone.LiveAsync("problem")).GetProperty("code").GetString());
        await phone.UntilAsync(() => memory.Waiting.Count == 0);

        Assert.Equal((decimal?)kept, glasses.State.Current.Settings.CloudBudget);
    }

    [Fact]
    public async Task Settings_UnderABudget_SayWhatIsSpentAndLeft()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        var spent = new CloudSpending().With(400_000_000, "EUR", TimeProvider.System.GetUtcNow());
        await glasses.State.UpdateAsync(
            state => state with { CloudSpending = spent, Settings = state.Settings with { CloudBudget = 1 } }, default);

        await using var phone = await glasses.ConnectAsync(memory);

        var budget = (await phone.LiveAsync("settings")).GetProperty("budget");
        Assert.Equal(
            (0.4m, 0.6m, "EUR"),
            (budget.GetProperty("spent").GetDecimal(), budget.GetProperty("left").GetDecimal(),
                budget.GetProperty("currency").GetString()));
    }
}
