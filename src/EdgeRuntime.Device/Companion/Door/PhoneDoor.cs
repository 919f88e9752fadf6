using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Files;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion.Door;

/// <summary>Lets the commands <c>pair</c>, <c>bonds</c> and <c>reset</c> reach a running service: a Unix socket in the state folder,
/// which only its owner can open. One line of JSON each way.</summary>
/// <param name="desk">The pairing window.</param>
/// <param name="reset">Begins to erase everything.</param>
internal sealed class PhoneDoor(string stateFolder, PairingDesk desk, BondBook bonds, Func<Failure?> reset) : IDisposable
{
    private const int MaxCallers = 4;
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1); // for a caller to take what it was told last

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim _callers = new(MaxCallers, MaxCallers);

    /// <summary>Path of the socket of a state folder.</summary>
    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "phones.sock");

    /// <summary>Binds the socket. Failures: <c>phone-service-running</c> where another service has it, and those of the disk.</summary>
    public Failure? Bind()
    {
        var path = PathIn(stateFolder);
        try
        {
            DurableFile.MakeFolder(stateFolder);
            if (File.Exists(path))
            {
                if (IsAnswered(path))
                {
                    return new Failure(
                        Stages.Phone, "phone-service-running", "Another service already speaks to phones from this state folder.",
                        "Stop it, or use --state DIR.");
                }

                File.Delete(path); // of a service that was killed
            }

            _socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
            _socket.Listen(MaxCallers);
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or SocketException)
        {
            return StateFailures.Explain(stateFolder, thrown);
        }
    }

    /// <summary>Serves callers until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                await _callers.WaitAsync(stop).ConfigureAwait(false);
                serving.RemoveAll(task => task.IsCompletedSuccessfully);
                serving.Add(ServeAsync(await _socket.AcceptAsync(stop).ConfigureAwait(false), stop));
            }
        }
        finally
        {
            await Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _callers.Dispose();
        File.Delete(PathIn(stateFolder));
    }

    private static bool IsAnswered(string path)
    {
        using var trial = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            trial.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using var over = new CancellationTokenSource();
        // What a person should see is newest last; a caller that does not read misses only what is over.
        var replies = Channel.CreateBounded<DoorReply>(
            new BoundedChannelOptions(16) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        void OnChanged(PairingView view) => replies.Writer.TryWrite(new DoorReply { View = view });
        try
        {
            var stream = new NetworkStream(socket, ownsSocket: true);
            await using var closed = stream.ConfigureAwait(false);
            var writing = WriteAsync(stream, replies.Reader, over.Token);
            await ReadUntilGoneAsync(stream, replies.Writer, OnChanged, stop).ConfigureAwait(false);
            replies.Writer.TryComplete();
            over.CancelAfter(LongestGoodbye);
            await writing.ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // The caller has left, or does not read: nobody is left to be told.
        }
        finally
        {
            desk.Changed -= OnChanged;
            _callers.Release();
        }
    }

    // Also where the service stops: what the caller is to know of that is still written.
    private async Task ReadUntilGoneAsync(
        NetworkStream stream, ChannelWriter<DoorReply> replies, Action<PairingView> onChanged, CancellationToken stop)
    {
        try
        {
            await ReadAsync(stream, replies, onChanged, stop).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // Either way nothing more is asked.
        }
    }

    private async Task ReadAsync(
        NetworkStream stream, ChannelWriter<DoorReply> replies, Action<PairingView> onChanged, CancellationToken stop)
    {
        using var lines = new StreamReader(stream, leaveOpen: true);
        while (await lines.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
        {
            switch (Parse(line))
            {
                case { Do: DoorRequest.Pair }:
                    desk.Changed -= onChanged;
                    desk.Changed += onChanged;
                    if (desk.Open().Failure is { } locked) replies.TryWrite(new DoorReply { Failure = locked });
                    else replies.TryWrite(new DoorReply { View = desk.View });
                    break;
                case { Do: DoorRequest.Reset }: replies.TryWrite(new DoorReply { Failure = reset() }); break;
                case { Do: DoorRequest.Answer } answer: desk.Answer(answer.Same); break;
                case { Do: DoorRequest.Revoke, Bond: { } bond }:
                    replies.TryWrite(bonds.Remove(bond).TryGet(out var ended, out var failure)
                        ? new DoorReply { Revoked = ended.Name }
                        : new DoorReply { Failure = failure });
                    break;
            }
        }
    }

    private static async Task WriteAsync(NetworkStream stream, ChannelReader<DoorReply> replies, CancellationToken stop)
    {
        await foreach (var reply in replies.ReadAllAsync(stop).ConfigureAwait(false))
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(reply, DoorJson.Default.DoorReply), (byte)'\n'];
            await stream.WriteAsync(line, stop).ConfigureAwait(false);
        }
    }

    private static DoorRequest? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DoorJson.Default.DoorRequest);
        }
        catch (JsonException)
        {
            return null; // a caller of another version: what is not understood is not done
        }
    }
}
