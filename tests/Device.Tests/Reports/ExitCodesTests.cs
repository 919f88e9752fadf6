using System.Net.Sockets;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Web;
using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Reports;

public sealed class ExitCodesTests
{
    [Theory]
    [InlineData(Stages.Audio, Blame.Input, ExitCode.BadInput)]
    [InlineData(Stages.Context, Blame.Model, ExitCode.BadInput)]
    [InlineData(Stages.Intent, Blame.Input, ExitCode.BadInput)]
    [InlineData(Stages.Model, Blame.Model, ExitCode.OurFault)]
    [InlineData(Stages.Model, Blame.Machine, ExitCode.OurFault)]
    [InlineData(Stages.Start, Blame.Program, ExitCode.OurFault)]
    [InlineData(Stages.Route, Blame.Cloud, ExitCode.NeedsCloud)]
    [InlineData(Stages.Asr, Blame.Wearer, ExitCode.NotUnderstood)]
    [InlineData(Stages.Vad, Blame.Wearer, ExitCode.NotUnderstood)]
    [InlineData(Stages.Tool, Blame.Wearer, ExitCode.ToolFailed)]
    [InlineData(Stages.Tool, Blame.Machine, ExitCode.ToolFailed)]
    [InlineData(Stages.State, Blame.Machine, ExitCode.ToolFailed)]
    public void Of_StageAndBlame_IsTheDocumentedCode(string stage, Blame blame, ExitCode code) =>
        Assert.Equal(code, ExitCodes.For(new Failure(stage, "some-code", "Something.", "Do something.", blame)));

    [Theory]
    [InlineData("microphone-ended", ExitCode.StartAgain)]
    [InlineData("microphone-silent", ExitCode.StartAgain)]
    [InlineData("microphone-missing", ExitCode.OurFault)]
    public void Of_MicrophoneGone_IsTheCodeOnWhichAServiceManagerStartsAgain(string code, ExitCode expected) =>
        Assert.Equal(expected, ExitCodes.For(new Failure(Stages.Audio, code, "Something.", "Do something.", Blame.Machine)));

    [Fact]
    public void For_BrokerAway_IsTheCodeOnWhichAServiceManagerStartsAgain() => Assert.Equal(
        ExitCode.StartAgain,
        ExitCodes.For(new Failure(Stages.Phone, "broker-unreachable", "Something.", "Do something.", Blame.Machine)));

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "http-port-taken")]
    [InlineData(SocketError.AddressNotAvailable, "http-address-not-here")]
    [InlineData(SocketError.AccessDenied, "http-port-refused")]
    [InlineData(SocketError.AddressFamilyNotSupported, "http-not-started")]
    public void For_AddressOfThePagesThatCannotBeUsed_IsBadInput(SocketError why, string code)
    {
        var failure = WebFailures.NotListening(WebAddress.Parse("127.0.0.1:8080").Value!, new SocketException((int)why));

        Assert.Equal((code, ExitCode.BadInput), (failure.Code, ExitCodes.For(failure)));
    }

    [Fact]
    public void Table_EveryCode_HasAMeaning() => Assert.Equal(Enum.GetValues<ExitCode>(), ExitCodes.Table.Select(row => row.Code));
}
