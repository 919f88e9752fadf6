using GatewayLoad;

// GatewayLoad WHAT… [--seconds N] [--store postgres://…] [--gateway FILE] [--upstream FILE] [--on-tick]
// WHAT: latency throughput idle cuts kills overload gone, or all; compare --variants FILE [--of FIGURES] has several gateways in turns.
var settings = LoadSettings.Parse(args);
if (settings is null)
{
    Console.Error.WriteLine(
        "GatewayLoad latency|throughput|idle|cuts|kills|overload|gone|compare|all… [--seconds N] [--count N] [--store URL] [--gateway "
        + "FILE] [--upstream FILE] [--variants FILE] [--of first-word,throughput,cuts,kills] [--on-tick]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var failed = false;
foreach (var measure in settings.Measures)
{
    var result = await measure.Run(settings, stop.Token);
    failed |= result.Any(row => row.Holds == false);
    foreach (var row in result) Console.WriteLine(row);
}

return failed ? 1 : 0;
