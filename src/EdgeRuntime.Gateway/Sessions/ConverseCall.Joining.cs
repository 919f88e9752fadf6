using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Sessions.Turns;

namespace EdgeRuntime.Gateway.Sessions;

internal sealed partial class ConverseCall
{
    // A second call with a key takes nothing from the first: it hears the answer once it has said all that the turn was asked, and goes on
    // with the question only where nobody else does. Until then what it does is its own affair, and its resume token opens nothing.
    private async ValueTask<Outcome<Link>> JoinAsync(ServedTurn turn)
    {
        var token = ResumeToken.Create(services.Options.Replica);
        var started = Again(turn);
        (started.Started.ResumeToken, started.Started.LastReceived) = (token, 1);
        try
        {
            await responses.WriteAsync(started);
            if (!(await RepeatAsync(turn)).TryGet(out var link, out var failure)) return failure;
            turns.Adopt(turn, token);
            return link;
        }
        catch (TimeoutException)
        {
            return SessionFailures.InputTimeout;
        }
        catch (Exception broken) when (!IsLost(broken))
        {
            return Unreadable(broken);
        }
    }

    private async ValueTask<Outcome<Link>> RepeatAsync(ServedTurn turn)
    {
        for (ulong next = 2; turn.MustRepeat(next);)
        {
            var more = await requests.MoveNext(_reading.Token).WaitAsync(services.Options.InputGap, services.Time);
            if (!more) return SessionFailures.InputIncomplete;
            if (turn.IsDropped) return SessionFailures.TurnEnded;
            var request = requests.Current;
            if (request.MessageCase == ConverseRequest.MessageOneofCase.Cancel) return SessionFailures.CanceledAlone;
            if (request.MessageCase == ConverseRequest.MessageOneofCase.Acknowledge) continue;
            if (request.Sequence > 0 && request.Sequence < next) continue; // this call has said it before
            if (request.Sequence != next) return SessionFailures.SequenceGap(next, request.Sequence);
            if (await GoOnAsync(turn, request) is { } inPlace) return inPlace;
            if (turn.IsDropped) return SessionFailures.TurnEnded;
            if (next <= turn.LastReceived && turn.Receive(request, link: null) is { } other) return other;
            next++;
        }

        if (turn.IsDropped) return SessionFailures.TurnEnded;
        return turn.AttachBeside(Abort) is { } beside ? beside : LedgerFailures.TurnRunning;
    }

    // Waits until the first call has said this message; where nobody says it any more, this call does.
    private async ValueTask<Link?> GoOnAsync(ServedTurn turn, ConverseRequest request)
    {
        while (true)
        {
            var moved = turn.WhenMoved();
            if (request.Sequence <= turn.LastReceived || turn.IsOver) return null;
            if (turn.AttachInPlace(Abort) is { } link)
            {
                if (turn.Receive(request, link) is { } failure) Fail(turn, link, failure);
                return link;
            }

            await moved.WaitAsync(_reading.Token);
        }
    }
}
