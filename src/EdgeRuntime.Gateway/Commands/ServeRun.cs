using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>One run of the gateway: settings, start, the ready line, the end. Exit codes: 0 stopped when told to, 1 could not start,
/// 2 wrong settings.</summary>
/// <param name="settings">Command line.</param>
/// <param name="output">Where the ready line goes.</param>
/// <param name="error">Where failures go.</param>
public sealed class ServeRun(ServeSettings settings, TextWriter output, TextWriter error)
{
    private const int CouldNotStart = 1;
    private const int WrongSettings = 2;

    /// <summary>Runs until the signal to stop, or until the parent of a development gateway is gone.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var configuration = GatewayConfiguration.Load(settings.Config, settings.Data, settings.Overrides());
            await using var app = GatewayHost.Build(configuration);
            app.Services.GetRequiredService<IStartupValidator>().Validate(); // all sections; the host stops at the first that it reads
            await StartAsync(app, cancellationToken);
            return await ServeAsync(app, cancellationToken);
        }
        catch (OptionsValidationException wrong)
        {
            return await FailAsync(WrongSettings, wrong.Failures);
        }
        catch (AggregateException wrong) when (wrong.InnerExceptions.All(inner => inner is OptionsValidationException)) // several sections
        {
            var sections = wrong.InnerExceptions.Cast<OptionsValidationException>();
            return await FailAsync(WrongSettings, sections.SelectMany(section => section.Failures));
        }
        catch (Exception wrong) when (wrong is InvalidDataException or InvalidOperationException)
        {
            return await FailAsync(WrongSettings, [wrong.Message]);
        }
        catch (Exception refused) when (refused is IOException or CryptographicException or UnauthorizedAccessException)
        {
            return await FailAsync(CouldNotStart, [refused.Message]);
        }
        catch (SocketException refused)
        {
            return await FailAsync(CouldNotStart, [$"Nothing can listen where Gateway:Hosting:Listen (--listen) says: {refused.Message}."]);
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            app.Lifetime.StopApplication(); // else the parts that have begun would be taken for broken when they are disposed of
            throw;
        }
    }

    private async Task<int> ServeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var key = "";
        if (settings.Development)
        {
            var made = await app.Services.GetRequiredService<DevelopmentTenant>().CreateAsync(cancellationToken);
            if (!made.TryGet(out key!, out var failure)) return await FailAsync(CouldNotStart, [failure.Message, failure.Next]);
        }

        await AnnounceAsync(app, key);
        var parent = settings is { Development: true, ReadyJson: true } ? StopWithParentAsync(app) : Task.CompletedTask;
        await app.WaitForShutdownAsync(cancellationToken);
        if (parent.IsCompleted) await parent; // else it still waits for a parent that lives
        return 0;
    }

    private async Task AnnounceAsync(WebApplication app, string key)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var pin = app.Services.GetRequiredService<ServerIdentity>().Pin;
        if (settings.ReadyJson)
        {
            var ready = new ReadyReport("ready", address, new Uri(address).Port, pin, key, "scripted");
            await output.WriteLineAsync(JsonSerializer.Serialize(ready, ReadyJson.Default.ReadyReport));
        }
        else
        {
            await output.WriteLineAsync($"edge-gateway listens on {address}");
            if (pin.Length > 0) await output.WriteLineAsync($"certificate pin (SHA-256): {pin}");
            if (key.Length > 0) await output.WriteLineAsync($"development key: {key}");
        }

        await output.FlushAsync();
    }

    // The parent holds the other end of standard input; when it dies, however it dies, the pipe ends. Reading it blocks, so it has a thread
    // of its own: on a machine with two cores it would take one of the two that the pool begins with.
    [SuppressMessage("ApiDesign", "RS0030", Justification = "its standard input ends with the program that started it")]
    private static Task StopWithParentAsync(WebApplication app) => Task.Factory.StartNew(
        () =>
        {
            using var input = Console.OpenStandardInput();
            input.CopyTo(Stream.Null);
            app.Lifetime.StopApplication();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private async Task<int> FailAsync(int exitCode, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences) await error.WriteLineAsync(OneLine.From(sentence));
        return exitCode;
    }
}
