using EdgeRuntime.Gateway.Secrecy;
using EdgeRuntime.Gateway.Settings;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Upstreams;

public sealed partial record UpstreamsOptions
{
    /// <summary>Checks bounds, addresses and that every route names a server; one sentence per fault.</summary>
    public sealed class Validator : IValidateOptions<UpstreamsOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, UpstreamsOptions options)
        {
            string[] faults = [.. SettingRule.Broken(Section, Rules(options)), .. Servers(options), .. Models(options)];
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static SettingRule[] Rules(UpstreamsOptions options) =>
        [
            Time(nameof(ConnectTimeout), options.ConnectTimeout, 0.01, 60),
            Time(nameof(FirstTokenTimeout), options.FirstTokenTimeout, 0.01, 600),
            Time(nameof(IdleTimeout), options.IdleTimeout, 0.01, 600),
            Time(nameof(RetryDelay), options.RetryDelay, 0, 60),
            Time(nameof(ProbeInterval), options.ProbeInterval, 0, 3600),
            Time(nameof(PlaceWait), options.PlaceWait, 0, 60),
            Time("Hedge:Delay", options.Hedge.Delay, 0, 60),
            Time("Breaker:Window", options.Breaker.Window, 0.5, 86_400),
            Time("Breaker:Pause", options.Breaker.Pause, 0.5, 86_400),
            SettingRule.Between(nameof(Retries), options.Retries, 0, 10),
            SettingRule.Between(nameof(LongestLineBytes), options.LongestLineBytes, 1024, 16 * 1024 * 1024),
            SettingRule.Between("Breaker:FailureRatio", options.Breaker.FailureRatio, 0.01, 1),
            SettingRule.Between("Breaker:MinimumAttempts", options.Breaker.MinimumAttempts, 2, 10_000),
            SettingRule.Between("Hedge:MostShare", options.Hedge.MostShare, 0, 1),
            SettingRule.Between("Scripted:TokensPerSecond", options.Scripted.TokensPerSecond, 0, 100_000),
        ];

        private static SettingRule Time(string key, TimeSpan value, double least, double most) => new(
            key, value, value.TotalSeconds >= least && value.TotalSeconds <= most, $"{least} to {most} seconds as hh:mm:ss.fff");

        private static IEnumerable<string> Servers(UpstreamsOptions options)
        {
            foreach (var (index, server) in options.Servers.Index())
            {
                var key = $"Servers:{index}";
                if (!OneLine.Is(server.Name))
                {
                    yield return Fault($"{key}:Name", server.Name, "give a name of one line");
                }

                if (server.Name is "" or ScriptedName || options.Servers.Count(other => other.Name == server.Name) > 1)
                {
                    yield return Fault($"{key}:Name", server.Name, $"give each server its own name, not '{ScriptedName}'");
                }

                if (!Uri.TryCreate(server.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                {
                    yield return Fault(
                        $"{key}:Address", server.Address, "give an absolute http or https address such as http://127.0.0.1:8000/v1");
                }

                if (address is not null && (address.UserInfo.Length > 0 || address.Fragment.Length > 0))
                {
                    yield return Fault(
                        $"{key}:Address", $"{address.Scheme}://{address.Host}…", "give a key as ApiKey, and nothing that follows a #");
                }

                foreach (var fault in Key(key, server))
                {
                    yield return fault;
                }

                if (server.MaxConcurrent is < 1 or > 100_000)
                {
                    yield return Fault($"{key}:MaxConcurrent", server.MaxConcurrent, "give 1 to 100000");
                }
            }
        }

        // A key that no question can carry would end every turn.
        private static IEnumerable<string> Key(string key, UpstreamServerOptions server)
        {
            if (!UpstreamKey.IsName(server.ApiKeyHeader))
            {
                yield return Fault(
                    $"{key}:ApiKeyHeader", server.ApiKeyHeader,
                    "give the name of a header that is there for a key, such as api-key, or leave it out");
            }
            else if (!UpstreamKey.From(server).IsWritable)
            {
                yield return Fault(
                    $"{key}:ApiKey", SettingSecrecy.Hidden, "give one line of printable ASCII characters, or leave it out");
            }
        }

        private static IEnumerable<string> Models(UpstreamsOptions options)
        {
            foreach (var (index, model) in options.Models.Index())
            {
                var key = $"Models:{index}";
                if (!OneLine.Is(model.Name))
                {
                    yield return Fault($"{key}:Name", model.Name, "give a name of one line");
                }

                if (model.Name == "" || options.Models.Count(other => other.Name == model.Name) > 1)
                {
                    yield return Fault($"{key}:Name", model.Name, "give each model its own name");
                }

                if (model.Chat.Count == 0)
                {
                    yield return Fault($"{key}:Chat", "", "give at least one server that answers");
                }

                foreach (var fault in Routes(options, key, model))
                {
                    yield return fault;
                }
            }
        }

        private static IEnumerable<string> Routes(UpstreamsOptions options, string key, UpstreamModelOptions model) =>
        [
            .. Routes(options, $"{key}:{nameof(model.Chat)}", model.Chat),
            .. Routes(options, $"{key}:{nameof(model.Transcribe)}", model.Transcribe),
            .. Routes(options, $"{key}:{nameof(model.Speak)}", model.Speak),
        ];

        private static IEnumerable<string> Routes(UpstreamsOptions options, string key, IList<RouteOptions> routes) =>
            routes.SelectMany((route, at) => UpstreamRoute(options, $"{key}:{at}", route));

        private static IEnumerable<string> UpstreamRoute(UpstreamsOptions options, string key, RouteOptions route)
        {
            if (route.Server != ScriptedName && options.Servers.All(server => server.Name != route.Server))
            {
                yield return Fault($"{key}:Server", route.Server, ServerFor(options, route.Server));
            }

            if (route.Weight is < 1 or > 1000)
            {
                yield return Fault($"{key}:Weight", route.Weight, "give 1 to 1000");
            }

            if (!RouteOptions.MaxTokensFields.Contains(route.MaxTokensField))
            {
                var known = string.Join(" or ", RouteOptions.MaxTokensFields);
                yield return Fault($"{key}:MaxTokensField", route.MaxTokensField, $"give {known}");
            }

            if (route.InstructionTokens is < 0 or > 1_000_000)
            {
                yield return Fault($"{key}:InstructionTokens", route.InstructionTokens, "give 0 to 1000000");
            }

            if (route.SpeechFormat is not ("pcm" or "wav"))
            {
                yield return Fault($"{key}:SpeechFormat", route.SpeechFormat, "give pcm or wav");
            }

            if (route.SampleRateHz is < 8000 or > 48_000)
            {
                yield return Fault($"{key}:SampleRateHz", route.SampleRateHz, "give 8000 to 48000");
            }
        }

        private static string ServerFor(UpstreamsOptions options, string typed)
        {
            string[] names = [.. options.Servers.Select(server => server.Name).Where(name => name.Length > 0)];
            return NearestName.Find(typed, [.. names, ScriptedName]) is { } meant
                ? $"name a server of {Section}:Servers, such as '{meant}'"
                : $"name a server of {Section}:Servers ({(names.Length > 0 ? string.Join(", ", names) : "none")}), or '{ScriptedName}'";
        }

        private static string Fault(string key, object value, string fix) => $"{Section}:{key} is '{value}': {fix}.";
    }
}
