using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using Microsoft.Extensions.Time.Testing;

namespace Assistant.Tests.Traces;

public sealed class TurnTraceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TimingsMs_StagesRunTwice_AreAddedUp()
    {
        var trace = new TurnTrace(_time);
        for (var i = 0; i < 2; i++)
        {
            trace.Start(Stages.Tool);
            _time.Advance(TimeSpan.FromMilliseconds(30));
            trace.End(Stages.Tool);
        }

        Assert.Equal(60, trace.TimingsMs()[Stages.Tool]);
    }

    [Fact]
    public void TimingsMs_StageThatFailed_Counts()
    {
        var trace = new TurnTrace(_time);
        trace.Start(Stages.Speech);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        trace.Fail(new Failure(Stages.Speech, "x", "X.", "Y."));

        Assert.Equal(5, trace.TimingsMs()[Stages.Speech]);
    }

    [Fact]
    public void TimingsMs_StageStillOpen_IsLeftOut()
    {
        var trace = new TurnTrace(_time);
        trace.Start(Stages.Wake);

        Assert.Empty(trace.TimingsMs());
    }

    [Fact]
    public void Added_EveryEvent_IsRaisedOnceItIsThere()
    {
        var trace = new TurnTrace(_time);
        var seen = new List<(string Stage, int Count)>();
        trace.Added += step => seen.Add((step.Stage, trace.Events.Count));

        trace.Start(Stages.Vad);
        trace.End(Stages.Vad);

        Assert.Equal([(Stages.Vad, 1), (Stages.Vad, 2)], seen);
    }

    [Fact]
    public void Of_Infinity_BecomesNull() => Assert.Null(TraceField.Create("margin", double.PositiveInfinity).Value);
}
