using EdgeRuntime.Assistant.Answering;
using Google.Protobuf;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>What one question sends up, numbered, and kept until it is over:
/// after a lost link whatever the gateway has not received goes out again under its old number. Bounded by the contract (a picture of 1
/// MiB, 60 s of sound, 16 KB a tool result). Safe for several threads.</summary>
internal sealed class QuestionOutbox
{
    private readonly Lock _lock = new();
    private readonly List<Wire.ConverseRequest> _sent = [];

    public QuestionOutbox(Wire.Start start, Question question, int audioMessageBytes)
    {
        var said = question.Said;
        Add(new Wire.ConverseRequest { Start = start });
        if (!question.Picture.IsEmpty)
        {
            Add(new Wire.ConverseRequest { Frame = new Wire.Frame { Jpeg = UnsafeByteOperations.UnsafeWrap(question.Picture) } });
        }

        if (said.Text is { } text) Add(new Wire.ConverseRequest { Text = new Wire.Text { Text_ = text, Last = true } });
        else AddSound(said.Pcm16, audioMessageBytes);
    }

    /// <summary>The message that began the turn.</summary>
    public Wire.ConverseRequest Start => _sent[0];

    /// <summary>Messages behind a number, oldest first.</summary>
    public IReadOnlyList<Wire.ConverseRequest> After(ulong received)
    {
        lock (_lock)
        {
            return [.. _sent.Where(message => message.Sequence > received)];
        }
    }

    /// <summary>Takes a tool's result in; gives the message to send.</summary>
    public Wire.ConverseRequest Add(string callId, ToolReply reply) =>
        Add(new Wire.ConverseRequest
        {
            ToolResult = new Wire.ToolResult { CallId = callId, ResultJson = reply.ResultJson, Failed = reply.Failed },
        });

    private void AddSound(ReadOnlyMemory<byte> pcm, int audioMessageBytes)
    {
        for (var at = 0; at < pcm.Length; at += audioMessageBytes)
        {
            var piece = pcm.Slice(at, Math.Min(audioMessageBytes, pcm.Length - at));
            Add(new Wire.ConverseRequest
            {
                // The utterance is never changed after it was recorded, so it need not be copied.
                Audio = new Wire.Audio
                {
                    Pcm16 = UnsafeByteOperations.UnsafeWrap(piece),
                    FirstSample = (ulong)(at / sizeof(short)),
                    Last = at + piece.Length == pcm.Length,
                },
            });
        }
    }

    private Wire.ConverseRequest Add(Wire.ConverseRequest message)
    {
        lock (_lock)
        {
            message.Sequence = (ulong)_sent.Count + 1;
            _sent.Add(message);
            return message;
        }
    }
}
