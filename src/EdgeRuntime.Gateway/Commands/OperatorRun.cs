using System.CommandLine;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>One command on the store: settings, store, work, result. It may run while a gateway serves from the same store.</summary>
internal static class OperatorRun
{
    /// <summary>Gives a command its work and the options of every command on the store.</summary>
    /// <param name="command">Takes the work and the options on.</param>
    /// <param name="work">What to do with the store's parts.</param>
    /// <param name="print">How the result is shown.</param>
    public static Command Does<T>(
        this Command command, Func<ParseResult, IServiceProvider, CancellationToken, ValueTask<Outcome<T>>> work,
        Action<CommandConsole, T> print)
    {
        var options = new OperatorOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = options.ConsoleOf(parsed);
            var outcome = await RunAsync(parsed, options, work, cancellationToken);
            if (!outcome.TryGet(out var result, out var failure)) return (int)console.Fail(failure);
            print(console, result);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async ValueTask<Outcome<T>> RunAsync<T>(
        ParseResult parsed, OperatorOptions options, Func<ParseResult, IServiceProvider, CancellationToken, ValueTask<Outcome<T>>> work,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var services = Services(parsed, options);
            return await work(parsed, services, cancellationToken);
        }
        catch (OptionsValidationException wrong)
        {
            return CommandFailures.SettingWrong(string.Join(" ", wrong.Failures));
        }
        catch (AggregateException wrong) when (wrong.InnerExceptions.All(inner => inner is OptionsValidationException)) // several sections
        {
            var sections = wrong.InnerExceptions.Cast<OptionsValidationException>();
            return CommandFailures.SettingWrong(string.Join(" ", sections.SelectMany(section => section.Failures)));
        }
        catch (Exception wrong) when (wrong is InvalidDataException or InvalidOperationException)
        {
            return CommandFailures.SettingWrong(wrong.Message);
        }
        catch (Exception failure) when (StoreFailures.IsUnavailable(failure))
        {
            return CommandFailures.StoreUnavailable(StoreFailures.Why(failure));
        }
    }

    private static ServiceProvider Services(ParseResult parsed, OperatorOptions options)
    {
        var store = parsed.GetValue(options.Store) is { } url
            ? new KeyValuePair<string, string?>[] { new($"{StoreOptions.Section}:{nameof(StoreOptions.Url)}", url) }
            : [];
        var configuration = GatewayConfiguration.Load(parsed.GetValue(options.Config), parsed.GetValue(options.Data), store);
        GatewayHost.Check(configuration);
        return new ServiceCollection().AddLogging().AddStore(configuration)
            .AddTenants(configuration).AddLedger(configuration).BuildServiceProvider();
    }
}
