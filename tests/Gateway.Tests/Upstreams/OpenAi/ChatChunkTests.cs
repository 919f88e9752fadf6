using System.Text;
using CsCheck;
using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using TestKit;

namespace Gateway.Tests.Upstreams.OpenAi;

public sealed class ChatChunkTests
{
    private static readonly byte[] Delta = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"word"},"finish_reason":null}]}""");

    [Fact]
    public void Read_Delta_AllocatesItsTextAndNothingElse()
    {
        var chunk = new ChatChunk();
        var tools = new ToolCallAssembler(Ask.Question());

        Assert.Equal(32_000, Allocations.Of(() => chunk.Read(Delta, tools))); // 1000 strings of four letters are 32 bytes each
        Assert.Equal("word", chunk.Text);
    }

    [Fact]
    public void Read_AnyDamage_ThrowsOnlyWhatIsCaught() =>
        Gen.Select(Gen.Int[0, Delta.Length - 1], Gen.Byte, Gen.Int[0, Delta.Length]).Sample(
        (at, value, length) =>
        {
            var damaged = Delta.ToArray();
            damaged[at] = value;
            try
            {
                new ChatChunk().Read(damaged.AsSpan(0, length), new ToolCallAssembler(Ask.Question()));
            }
            catch (Exception caught) when (caught is System.Text.Json.JsonException or InvalidOperationException or FormatException)
            {
                return true;
            }

            return true;
        },
        iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);
}
