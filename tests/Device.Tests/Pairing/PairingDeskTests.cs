using System.Text;
using CsCheck;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace Device.Tests.Pairing;

public sealed class PairingDeskTests : IDisposable
{
    private readonly PairingBench _bench = new();

    private PairingDesk Desk => _bench.Desk;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Take_BothAgree_MakesTheSameBondOnBothSides(bool glassesFirst)
    {
        Desk.Open();
        var phone = _bench.Compare();
        Assert.Equal(phone.Digits, Desk.View.Digits);
        Assert.Matches("^[0-9]{6}$", phone.Digits);

        if (glassesFirst) Desk.Answer(true);
        Desk.Take(phone.Session, phone.Confirm());
        if (!glassesFirst) Desk.Answer(true);
        Assert.True(phone.Trusts(_bench.Last(phone)));
        Assert.Empty(_bench.Bonds.Bonds);
        Desk.Take(phone.Session, phone.Done());

        Assert.Equal((PairingState.Paired, "paired"), (Desk.View.State, _bench.Last(phone).Code));
        var bond = Assert.Single(BondBook.Open(_bench.Folder, new PairingOptions(), _bench.Time).Value!.Bonds);
        Assert.Equal((phone.Bond.Id, "Test phone"), (bond.Id, bond.Name));
        Assert.Equal(phone.Bond.Key, bond.Key);
    }

    [Fact]
    public void Take_NoWindow_AnswersWindowClosed()
    {
        var phone = _bench.Phone();

        Desk.Take(phone.Session, phone.Request());

        Assert.Equal(("window-closed", PairingState.Closed), (_bench.Last(phone).Code, Desk.View.State));
    }

    [Fact]
    public void Take_SecondPhoneInTheWindow_IsRefusedAndThePersonIsTold()
    {
        Desk.Open();
        var first = _bench.Compare();
        var second = _bench.Phone("Other");

        Desk.Take(second.Session, second.Request());

        Assert.Equal("pair-busy", _bench.Last(second).Code);
        Assert.Equal((PairingState.Comparing, "pair-busy", first.Digits), (Desk.View.State, _bench.Code, Desk.View.Digits));
    }

    [Fact]
    public void Take_ManInTheMiddle_ShowsOtherDigitsOnEachSide()
    {
        // He speaks as glasses to the phone and as a phone to the glasses, and passes the person's yes on.
        Desk.Open();
        using var other = new PairingBench();
        other.Desk.Open();
        var victim = other.Compare(new PhonePairing(other.Bonds.Glasses));
        var his = _bench.Compare();

        Assert.NotEqual(victim.Digits, Desk.View.Digits);
        Desk.Answer(false);
        Desk.Take(his.Session, his.Confirm());

        Assert.Equal((PairingState.Failed, "digits-differ"), (Desk.View.State, _bench.Code));
        Assert.Equal("window-closed", _bench.Last(his).Code);
        Assert.Empty(_bench.Bonds.Bonds);
    }

    [Fact]
    public void See_GlassesChangeTheirNonceAfterTheCommitment_ThePhoneRefuses()
    {
        Desk.Open();
        var phone = _bench.Phone();
        Desk.Take(phone.Session, phone.Request());
        Desk.Take(phone.Session, phone.Nonce(_bench.Last(phone)));

        Assert.False(phone.See(_bench.Last(phone) with { Nonce = new byte[32] }));
        Desk.Take(phone.Session, PhonePairing.End("commitment-wrong"));

        Assert.Equal((PairingState.Failed, "commitment-wrong"), (Desk.View.State, _bench.Code));
    }

    [Fact]
    public void Take_GuessedConfirmation_EndsTheWindow()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Answer(true);

        Desk.Take(phone.Session, PhonePairing.Json(new PairingMessage { Type = PairingTypes.Confirm, Mac = new byte[32] }));

        Assert.Equal((PairingState.Failed, "confirm-wrong", "confirm-wrong"), (Desk.View.State, _bench.Code, _bench.Last(phone).Code));
        Desk.Take(phone.Session, phone.Confirm());
        Assert.Equal("window-closed", _bench.Last(phone).Code);
    }

    [Fact]
    public void Take_ReflectedConfirmationOfTheGlasses_IsNoProof()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Answer(true);
        Desk.Take(phone.Session, phone.Confirm());

        Desk.Take(phone.Session, PhonePairing.Json(_bench.Last(phone) with { Type = PairingTypes.Done }));

        Assert.Equal("confirm-wrong", _bench.Code);
        Assert.Empty(_bench.Bonds.Bonds);
    }

    [Fact]
    public void Take_MessagesOfAnEarlierPairingReplayed_MakeNoBond()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Answer(true);
        byte[][] recorded =
        [
            phone.Request(), phone.Nonce(new PairingMessage { Type = PairingTypes.Commit }), phone.Confirm(), phone.Done(),
        ];
        Desk.Cancel();
        Desk.Open();

        foreach (var message in recorded.AsSpan(0, 3)) Desk.Take(phone.Session, message);
        Desk.Answer(true);
        Desk.Take(phone.Session, recorded[3]);

        Assert.Equal("confirm-wrong", _bench.Code);
        Assert.Empty(_bench.Bonds.Bonds);
    }

    [Fact]
    public void Answer_BeforeThereAreDigits_DoesNothing()
    {
        Desk.Open();
        var phone = _bench.Phone();
        Desk.Take(phone.Session, phone.Request());

        Desk.Answer(true);
        Desk.Take(phone.Session, phone.Nonce(_bench.Last(phone)));
        Assert.True(phone.See(_bench.Last(phone)));
        Desk.Take(phone.Session, phone.Confirm());

        Assert.Equal((PairingState.Comparing, PairingTypes.Reveal), (Desk.View.State, _bench.Last(phone).Type));
    }

    [Fact]
    public void Take_PhoneSkipsTheNonce_EndsTheWindow()
    {
        Desk.Open();
        var phone = _bench.Phone();
        Desk.Take(phone.Session, phone.Request());

        Desk.Take(phone.Session, PhonePairing.Json(new PairingMessage { Type = PairingTypes.Done, Mac = new byte[32] }));

        Assert.Equal("pair-malformed", _bench.Code);
    }

    [Fact]
    public void OnTime_NobodyCame_TheWindowIsOver()
    {
        Desk.Open();

        _bench.Time.Advance(_bench.Options.Window);

        Assert.Equal((PairingState.Failed, "window-late"), (Desk.View.State, _bench.Code));
    }

    [Fact]
    public void Answer_TooLate_MakesNoBond()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Take(phone.Session, phone.Confirm());

        _bench.Time.Advance(_bench.Options.Window);
        Desk.Answer(true);

        Assert.Equal(("window-late", "window-late"), (_bench.Code, _bench.Last(phone).Code));
        Assert.Empty(_bench.Bonds.Bonds);
    }

    [Fact]
    public void Take_PhoneVanishesHalfWay_NamesIt()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Answer(true);
        Desk.Take(phone.Session, phone.Confirm());

        _bench.Time.Advance(_bench.Options.Window);

        Assert.Equal("phone-gone", _bench.Code);
        Assert.Empty(_bench.Bonds.Bonds);
    }

    [Fact]
    public void Gone_PhoneOfTheAttempt_EndsTheWindowAndAnyOtherDoesNot()
    {
        Desk.Open();
        var phone = _bench.Compare();

        Desk.Gone("0123");
        Assert.Equal(PairingState.Comparing, Desk.View.State);
        Desk.Gone(phone.Session);

        Assert.Equal((PairingState.Failed, "phone-gone-comparing"), (Desk.View.State, _bench.Code));
    }

    // Whoever is in between can keep "they differ" from arriving, but not that the phone then leaves.
    [Fact]
    public void Gone_BeforeThePhoneSaidThatTheDigitsAreTheSame_IsToldAsWhatItMayBe()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Answer(true);

        Desk.Gone(phone.Session);

        Assert.Contains("in between", Desk.View.Failure!.Next);
    }

    [Fact]
    public void Gone_AfterThePhoneSaidThatTheDigitsAreTheSame_IsAPhoneThatWentAway()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Take(phone.Session, phone.Confirm());

        Desk.Gone(phone.Session);

        Assert.Equal("phone-gone", _bench.Code);
    }

    // The wall clock set back an hour kept a window open, and a phone paired 80 s after a 60 s window.
    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void Open_TheClockIsSet_TheWindowEndsWithItsTime(int minutes)
    {
        Desk.Open();
        _bench.Time.Step(TimeSpan.FromMinutes(minutes));

        _bench.Time.Advance(_bench.Options.Window - TimeSpan.FromSeconds(1));
        Assert.Equal(PairingState.Waiting, Desk.View.State);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(PairingState.Failed, Desk.View.State);
    }

    // Whoever comes to each window before the wearer's phone would lock the wearer out with the wearer's own hand.
    [Fact]
    public void Open_FiveTimesTheWearerSaidNo_IsNotLocked()
    {
        for (var i = 0; i < _bench.Options.MaxFailures; i++)
        {
            Assert.Null(Desk.Open().Failure);
            _bench.Compare();
            Desk.Answer(false);
            Assert.Equal("digits-differ", _bench.Code);
        }

        Assert.Null(Desk.Open().Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(60)]
    public void Open_LockedAndTheClockIsSet_IsLockedForItsTimeAndNoLonger(int minutes)
    {
        GuessWrong();
        _bench.Time.Step(TimeSpan.FromMinutes(minutes));

        _bench.Time.Advance(_bench.Options.FailurePeriod - TimeSpan.FromSeconds(1));
        Assert.Equal("pair-locked", Desk.Open().Failure?.Code);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(Desk.Open().Failure);
    }

    [Theory]
    [InlineData("{\"type\":\"pair-request\",\"protocol\":1,\"name\":\"n\"}")] // no key
    [InlineData("{\"type\":\"pair-request\",\"protocol\":2}")]
    public void Take_FiveRequestsThatMakeNoSense_NeitherLockPairingNorUseUpTheWindow(string request)
    {
        Desk.Open();
        for (var i = 0; i < 5; i++) Desk.Take($"{i}", Encoding.UTF8.GetBytes(request));

        var phone = _bench.Compare();

        Assert.Equal((PairingState.Comparing, phone.Digits, null), (Desk.View.State, Desk.View.Digits, _bench.Code));
        Desk.Cancel();
        Assert.Null(Desk.Open().Failure);
    }

    [Theory]
    [InlineData("pair-end", "confirm-wrong")] // what a phone claims
    [InlineData("pair-end", "digits-differ")]
    [InlineData("pair-done", null)] // out of order
    [InlineData("gone", null)]
    [InlineData("late", null)]
    public void Open_FiveWindowsThatEndedWithoutAWrongConfirmation_IsNotLocked(string how, string? code)
    {
        for (var i = 0; i < _bench.Options.MaxFailures; i++)
        {
            Assert.Null(Desk.Open().Failure);
            var phone = _bench.Compare();
            if (how == "gone") Desk.Gone(phone.Session);
            else if (how == "late") _bench.Time.Advance(_bench.Options.Window);
            else Desk.Take(phone.Session, PhonePairing.Json(new PairingMessage { Type = how, Code = code, Mac = new byte[32] }));
            Assert.Equal(PairingState.Failed, Desk.View.State);
        }

        Assert.Null(Desk.Open().Failure);
    }

    private void GuessWrong()
    {
        for (var i = 0; i < _bench.Options.MaxFailures; i++)
        {
            Assert.Null(Desk.Open().Failure);
            var phone = _bench.Compare();
            Desk.Take(phone.Session, PhonePairing.Json(new PairingMessage { Type = PairingTypes.Confirm, Mac = new byte[32] }));
        }
    }

    [Fact]
    public void Take_DiskFull_NamesItAndKeepsNothing()
    {
        Desk.Open();
        var phone = _bench.Compare();
        Desk.Answer(true);
        Desk.Take(phone.Session, phone.Confirm());
        Directory.CreateDirectory(Path.Combine(_bench.Folder, "bonds.json.new")); // where the new file would be written

        Desk.Take(phone.Session, phone.Done());

        Assert.Equal(("bonds-not-kept", "bonds-not-kept"), (_bench.Code, _bench.Last(phone).Code));
        Assert.Empty(_bench.Bonds.Bonds);
    }
}
