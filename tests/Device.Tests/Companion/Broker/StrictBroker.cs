using System.Net;
using System.Net.Sockets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Device.Tests.Companion.Broker;

/// <summary>A broker that refuses one subscription.</summary>
internal sealed class StrictBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private StrictBroker(MqttServer server, int port) => (_server, Port) = (server, port);

    public int Port { get; }

    public static async Task<StrictBroker> StartAsync(string refuses)
    {
        using var trial = new TcpListener(IPAddress.Loopback, 0);
        trial.Start();
        var port = ((IPEndPoint)trial.LocalEndpoint).Port;
        trial.Stop();
        var options = new MqttServerOptionsBuilder().WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointPort(port);
        var server = new MqttServerFactory().CreateMqttServer(options.Build());
        server.InterceptingSubscriptionAsync += subscribing =>
        {
            if (subscribing.TopicFilter.Topic == refuses)
            {
                subscribing.ProcessSubscription = false;
                subscribing.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            }

            return Task.CompletedTask;
        };
        await server.StartAsync();
        return new StrictBroker(server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }
}
